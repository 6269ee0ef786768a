// Who imports Machine sees the chips, the processor and the memory that a machine is made of.
@_exported import Devices
@_exported import Processor
@_exported import Storage
