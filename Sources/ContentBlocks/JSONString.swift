/// A text as a JSON string, quotes included.
package func jsonString(_ text: String) -> String {
  let output = ByteBuffer(capacity: text.utf8.count + 2)
  output.append(UInt8(ascii: "\""))
  var text = text
  text.withUTF8 { output.appendEscaped($0) }
  output.append(UInt8(ascii: "\""))
  return String(decoding: output.bytes, as: UTF8.self)
}
