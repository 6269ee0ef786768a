# A disk that fills up loses nothing that was there. In the guest alone: a person's disk is not to be filled.
echo "begin"
echo precious >/tmp/kept
cp /bin/sh /tmp/program
size=$(wc -c </tmp/program)
cat /dev/zero >/tmp/filler && echo "the disk is not full"
cp /bin/sh /tmp/another && echo "the disk was not full"
mkdir /tmp/kept 2>/dev/null && echo "a name was taken twice"
mv /tmp/kept /tmp/renamed || echo "a rename needs no room"
cat /tmp/renamed
[ "$(wc -c </tmp/program)" -eq "$size" ] && /tmp/program -c 'echo the program still runs'
rm /tmp/filler /tmp/another
echo again >/tmp/new && cat /tmp/new
rm /tmp/new /tmp/renamed /tmp/program
echo "end"
