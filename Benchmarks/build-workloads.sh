#!/bin/sh
# Builds each workload: NAME.elf for PVH loaders, and NAME.img, a disk that boots the same code on a PC with a BIOS.
# With the clang, ld.lld and llvm-objcopy that come with Swift. What has not changed is not built again.
set -eu
cd "$(dirname "$0")/.."
tools=$(dirname "$(readlink -f "$(command -v swift)")")
clang=$tools/clang
guest=Benchmarks/Guest
out=.build-bench
mkdir -p $out

# Not position-independent: the addresses are fixed, and below 2 GiB. The red zone would be overwritten by interrupts.
flags="--target=x86_64-unknown-none-elf -O2 -ffreestanding -fno-pic -mcmodel=small -mno-red-zone -fno-stack-protector \
  -fno-asynchronous-unwind-tables -fno-math-errno -Wall -Wextra -Werror -Wno-main-return-type"

for source in $guest/workloads/*.c $guest/forms/forms.c; do
  name=$(basename "$source" .c)
  elf=$out/$name.elf
  if [ -e "$out/$name.img" ] && [ -z "$(find $guest "$0" -newer "$out/$name.img" -type f \( -name '*.S' -o -name 'runtime.c' \
    -o -name '*.h' -o -name '*.ld' -o -name '*.sh' -o -name "$name.c" \))" ]; then continue; fi
  # shellcheck disable=SC2086
  for part in "$guest/start.S" "$guest/runtime.c" "$source" "${source%.c}.S"; do
    [ -e "$part" ] || continue
    "$clang" $flags -c "$part" -o "$out/$name.$(basename "$part").o"
  done
  "$tools/ld.lld" -T $guest/link.ld -z max-page-size=4096 --build-id=none -o "$elf" "$out/$name".*.o
  "$tools/llvm-objcopy" -O binary -R .bss "$elf" "$out/$name.bin"
  sectors=$(( ($(wc -c <"$out/$name.bin") + 511) / 512 ))
  # The loader has room below the BIOS's memory for 512 KiB.
  [ $sectors -lt 1024 ] || { echo "build-workloads: $name is too large for its disk's loader" >&2; exit 1; }
  "$clang" --target=i386-unknown-none-elf -DSECTORS=$sectors -c $guest/disk.S -o "$out/disk.o"
  "$tools/ld.lld" -m elf_i386 --image-base=0 -Ttext=0x7C00 --build-id=none -o "$out/disk.elf" "$out/disk.o"
  "$tools/llvm-objcopy" -O binary -j .text "$out/disk.elf" "$out/$name.img.new"
  cat "$out/$name.bin" >>"$out/$name.img.new"
  # Bochs wants whole cylinders: 16 heads of 63 sectors.
  truncate -s $((2 * 16 * 63 * 512)) "$out/$name.img.new"
  mv "$out/$name.img.new" "$out/$name.img"
  rm -f "$out/$name".*.o "$out/$name.bin" "$out/disk.o" "$out/disk.elf"
done
