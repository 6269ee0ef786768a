#!/bin/sh
# Makes the guest's glyph tables anew. Needs libfreetype-dev, fonts-inter and fonts-jetbrains-mono; building the kernel does not.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p .build-guest
swiftc -swift-version 6 -O Images/Fonts/RasterizeFonts.swift -o .build-guest/RasterizeFonts \
  -I Images/Fonts/CFreeType $(pkg-config --cflags freetype2 | sed 's/-I/-Xcc -I/g') $(pkg-config --libs freetype2)
.build-guest/RasterizeFonts Sources/Guest/Graphics/Fonts
