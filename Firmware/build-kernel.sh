#!/bin/sh
# Builds the guest, from sources to Images/kernel.elf: compile and link, then add the symbol table that the kernel's
# backtraces read. What has not changed is not built again.
set -eu
cd "$(dirname "$0")/.."

triple=x86_64-unknown-none-elf
scratch=.build-guest
linked=$scratch/$triple/release/Kernel
kernel=Images/kernel.elf

# SwiftPM does not know that the linker reads this script, nor what the toolset says.
if [ -e "$linked" ] && [ -n "$(find Firmware/kernel.ld Firmware/guest.json -newer "$linked")" ]; then rm -f "$linked"; fi

swift build --triple $triple --toolset Firmware/guest.json -c release --product Kernel --scratch-path $scratch

tool=$scratch/EmbedSymbols
if [ ! -e "$tool" ] || [ -n "$(find Firmware/EmbedSymbols.swift -newer "$tool")" ]; then
  swiftc -swift-version 6 -warnings-as-errors -O Firmware/EmbedSymbols.swift -o "$tool"
fi

mkdir -p Images
if [ ! -e "$kernel" ] || [ -n "$(find "$linked" "$tool" -newer "$kernel")" ]; then
  "$tool" "$linked" "$kernel" >/dev/null
fi
echo "Built $kernel ($(wc -c <"$kernel") bytes)."
