# Uses the guest's shell and most of its programs. Tools/guest-tests runs it in the guest, on both machines, and with the host's dash
# and coreutils, and compares what they print: so nothing here may depend on the time, on who runs it or on where.
echo "begin"
work=/tmp/programs-test
rm -rf $work
mkdir -p $work/a/b/c && cd $work || exit 1
pwd

echo "== files"
echo one >one
printf 'two\nlines\n' >two
cat one two
cp one three && cat three
cp -r a copy && ls copy copy/b | cat
mv three a/moved && ls a | cat
ln one hard && ln -s two soft && ls | cat
cat hard soft
echo more >>hard && cat one
rm one && cat hard
rm soft && cat two
rmdir a/b/c a/b && ls a | cat
touch empty && wc -c <empty
ls -a a | cat
stat -c '%s %F %h' hard 2>/dev/null || true
mkdir a 2>/dev/null || echo "mkdir: status $?"
rmdir a 2>/dev/null || echo "rmdir: status $?"
cat missing 2>/dev/null || echo "cat: status $?"
ls missing 2>/dev/null || echo "ls fails"

echo "== text"
for n in 10 9 8 7 6 5 4 3 2 1; do echo "line $n"; done >lines
head -n 2 lines
tail -n 2 lines
sort -k 2 -n lines | head -n 3
sort -r lines | tail -n 1
wc lines
wc -l lines
grep -c line lines
grep -n '[12]$' lines
grep -v line lines || echo "none without"
grep -E '^line (3|5)$' lines
printf 'b\na\nb\nc\na\n' | sort -u
echo abc | hexdump -C
head -c 5 lines
echo

echo "== find"
find . -name '*o*' | sort
find a copy -type d | sort
find . -type f | sort | wc -l

echo "== shell"
i=0
while [ $i -lt 5 ]; do i=$((i + 1)); [ $i -eq 3 ] && continue; echo "turn $i"; done
f() { local x=$1; echo "f got $x"; return 3; }
f word || echo "status $?"
case file.txt in *.c) echo C ;; *.txt) echo text ;; esac
x="a  b"; echo $x "$x" '$x' "${x%b}" "${y-none}" "${#x}"
echo *o* lin?s [ht]*
echo "$(echo nested "$(echo deep)")" $((7 * 6 % 5)) $(( (1 << 10) - 1 ))
true && echo yes || echo no
false && echo yes || echo no
(cd a && pwd) && pwd
cat <<END
here: $x
$((1 + 1))
END
{ echo out; echo err >&2; } 2>/dev/null
{ echo first; echo second; } | while read word; do echo "read $word"; done
echo to-file >redirected 2>&1 && cat <redirected
sleep 0 & wait $! && echo "background ended: $?"
sh -c 'exit 7'; echo "status $?"
{ sh -c 'kill -TERM $$'; echo "killed: $?"; } 2>/dev/null
set -- p q r; echo $# "$2"; shift; echo "$*"
for word in "$@"; do printf '<%s>' "$word"; done; echo
unset y; : "${y:=given}"; echo $y
env VARIABLE=value sh -c 'echo $VARIABLE'
yes=0; until [ $yes -ge 2 ]; do yes=$((yes + 1)); done; echo $yes
echo a b c | { read first rest; echo "$rest"; }
test -d a && test -f hard && ! test -e missing && echo "tests hold"

echo "== much"
i=0
while [ $i -lt 300 ]; do echo "$i: some text that fills a line of the file"; i=$((i + 1)); done >big
wc big
cat big big big big >bigger && wc -c bigger
tail -n 1 bigger
cat bigger | cat | cat | wc -l
sort big | head -n 1
cp bigger again && cat again bigger | wc -c

cd / && rm -r $work && ls $work 2>/dev/null || echo "all gone"
echo "end"
