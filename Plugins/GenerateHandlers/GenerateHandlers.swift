import PackagePlugin

/// Writes the table of fast operations before the Processor is compiled.
@main
struct GenerateHandlers: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let output = context.pluginWorkDirectoryURL.appending(path: "FastHandlers.swift")
    return [
      .buildCommand(
        displayName: "Generating the fast operations",
        executable: try context.tool(named: "HandlerGenerator").url,
        arguments: [output.path()],
        outputFiles: [output])
    ]
  }
}
