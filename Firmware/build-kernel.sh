#!/bin/sh
# Builds the guest, from sources to Images/kernel.elf: the programs, and with Images/Root an archive of them; the kernel; then its
# symbols and the archive behind it. What has not changed is not built again.
set -eu
cd "$(dirname "$0")/.."

triple=x86_64-unknown-none-elf
scratch=.build-guest
linked=$scratch/$triple/release/Kernel
programs=$scratch/programs/$triple/release
kernel=Images/kernel.elf
mkdir -p "$scratch/programs" Images

# SwiftPM does not know that the linker reads these scripts, nor what the toolsets say.
if [ -e "$linked" ] && [ -n "$(find Firmware/kernel.ld Firmware/guest.json -newer "$linked")" ]; then rm -f "$linked"; fi
if [ -d "$programs" ] && [ -n "$(find Firmware/program.ld Firmware/program.json -newer "$programs/linked" 2>/dev/null)" ]; then
  find "$programs" -maxdepth 1 -type f -perm -u+x -delete
fi

# A Swift script of ours, compiled once.
tool() {
  if [ ! -e "$scratch/$1" ] || [ -n "$(find "Firmware/$1.swift" -newer "$scratch/$1")" ]; then
    swiftc -swift-version 6 -warnings-as-errors -O "Firmware/$1.swift" -o "$scratch/$1"
  fi
}
tool PackArchive
tool FinishKernel

APUS_PACKAGE=programs swift build --triple $triple --toolset Firmware/program.json -c release --scratch-path $scratch/programs
touch "$programs/linked"
swift build --triple $triple --toolset Firmware/guest.json -c release --product Kernel --scratch-path $scratch

# What the guest finds in its file system: Images/Root, and the programs in /bin.
root=$scratch/root
rm -rf "$root"
mkdir -p "$root/bin"
cp -R Images/Root/. "$root"
for folder in Sources/Guest/Programs/*/; do
  name=$(basename "$folder")
  cp "$programs/$name" "$root/bin/$name"
done
$scratch/PackArchive "$root" "$scratch/archive.new"
cmp -s "$scratch/archive.new" "$scratch/archive.cpio" || mv "$scratch/archive.new" "$scratch/archive.cpio"

if [ ! -e "$kernel" ] || [ -n "$(find "$linked" $scratch/FinishKernel $scratch/archive.cpio -newer "$kernel")" ]; then
  $scratch/FinishKernel "$linked" $scratch/archive.cpio "$kernel" >/dev/null
fi
echo "Built $kernel ($(wc -c <"$kernel") bytes)."
