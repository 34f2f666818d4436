import ContentBlocks

public struct MarkdownRenderer: Sendable {
  public init() {}
  public func render(_ content: ContentBlock) -> String { "\(content)" }
  public func render(_ content: ContentBlock, frontMatter: FrontMatter) -> String { "\(content)" }
}
