// swift-tools-version: 6.2
import PackageDescription

/// A package of its own that tests kernels with Apus, as a user's would. In yours, say
/// `.package(url: "...", branch: "main")` instead of the path.
let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "Apus", path: "..")],
  targets: [
    .target(name: "TinyKernel"),
    // A device of one's own, on the machine's buses.
    .target(name: "Thermometer", dependencies: [.product(name: "Machine", package: "Apus")]),
    .testTarget(
      name: "KernelTests", dependencies: ["TinyKernel", "Thermometer", .product(name: "Machine", package: "Apus")]),
  ]
)
