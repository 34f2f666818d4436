/// Letters and digits without a pattern, for tokens that have to differ.
func randomName(length: Int) -> String {
  let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
  return String((0..<length).map { _ in characters[Int.random(in: characters.indices)] })
}
