import CPNG
@_exported import Devices

/// Why a PNG file could not be read or written.
public struct PNGError: Error, Equatable, CustomStringConvertible {
  public let description: String
}

/// Pictures as files in the Portable Network Graphics format, by libpng's simplified interface.
public enum PNG {
  /// No picture is wider or higher than this.
  public static let largestSide = 16_384

  /// The bytes of a file with 8 bits each of red, green and blue.
  public static func encode(_ picture: Picture) throws(PNGError) -> [UInt8] {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(picture.width)
    image.height = png_uint_32(picture.height)
    image.format = png_uint_32(PNG_FORMAT_RGB)
    defer { png_image_free(&image) }
    let samples = picture.samples
    var size: png_alloc_size_t = 0
    guard png_image_write_to_memory(&image, nil, &size, 0, samples, 0, nil) != 0 else { throw failure(&image) }
    var bytes = [UInt8](repeating: 0, count: size)
    guard png_image_write_to_memory(&image, &bytes, &size, 0, samples, 0, nil) != 0 else { throw failure(&image) }
    return Array(bytes.prefix(size))
  }

  /// The picture in a file's bytes, whatever its colour type; what is transparent is laid on black.
  public static func decode(_ bytes: [UInt8]) throws(PNGError) -> Picture {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    // libpng keeps reading the file's bytes until the picture is complete.
    let samples: Result<[UInt8], PNGError> = bytes.withUnsafeBytes { file in
      guard png_image_begin_read_from_memory(&image, file.baseAddress, file.count) != 0 else {
        return .failure(failure(&image))
      }
      guard image.width <= largestSide, image.height <= largestSide else {
        return .failure(PNGError(description: "a picture of \(image.width) × \(image.height) pixels is too large"))
      }
      image.format = png_uint_32(PNG_FORMAT_RGB)
      var samples = [UInt8](repeating: 0, count: 3 * Int(image.width) * Int(image.height))
      var background = png_color(red: 0, green: 0, blue: 0)
      guard png_image_finish_read(&image, &background, &samples, 0, nil) != 0 else { return .failure(failure(&image)) }
      return .success(samples)
    }
    return Picture(width: Int(image.width), height: Int(image.height), samples: try samples.get())
  }

  private static func failure(_ image: inout png_image) -> PNGError {
    let text = withUnsafeBytes(of: &image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return PNGError(description: "PNG: " + (text.isEmpty ? "libpng refused" : text))
  }
}
