import Testing
@testable import MarkdownTranslator
@Suite struct ManualTests {}
