@main struct Okrmd { static func main() {} }
