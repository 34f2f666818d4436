/// The two names that the service goes by; accounts of one are unknown to the other.
public enum Brand: String, CaseIterable, Sendable {
  /// Feishu (飞书), whose open platform is open.feishu.cn.
  case feishu
  /// Lark, whose open platform is open.larksuite.com.
  case lark

  /// Where the brand's open platform answers, which is also the page it is known by.
  public var baseURL: BaseURL {
    switch self {
    case .feishu: BaseURL(publicHost: "open.feishu.cn")
    case .lark: BaseURL(publicHost: "open.larksuite.com")
    }
  }
}
