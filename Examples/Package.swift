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
    .testTarget(name: "KernelTests", dependencies: ["TinyKernel", .product(name: "Machine", package: "Apus")]),
  ]
)
