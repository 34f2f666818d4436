import Testing

/// `--people`: names that become mentions.
@Suite struct PeopleTests {
  let folder = TemporaryFolder()

  private let mention =
    #"{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"person","person":{"openId":"ou_1"}},"#
    + #"{"type":"textRun","textRun":{"text":" 好"}}]}}]}"# + "\n"

  @Test func aNameOfTheAddressBookIsAMention() throws {
    try folder.write("王总: ou_1\n", to: "people.yml")
    #expect(try folder.okrmd("convert", "--people", "people.yml", input: "@王总 好") == Outcome(mention))
    #expect(
      try folder.shell(#"printf '@王总 好' | OKRMD_PEOPLE=people.yml "$OKRMD" convert"#) == Outcome(mention))
  }

  @Test(arguments: [
    ("王总：ou_1", 1, "a full-width colon after 王总; write : and a space"),
    ("a: ou_1\na b: ou_2", 2, "\"a b\" is not a name of 1 to 64 characters without white space"),
    ("a: ou_1\nb: 张三", 2, "\"张三\" is not an id of 1 to 64 letters, digits, _ and -"),
    ("a: ou_1\na: ou_2", 2, "the key a appears twice; keep one of the two"),
  ])
  func faultsHaveTheirLine(yaml: String, line: Int, problem: String) throws {
    try folder.write(yaml, to: "people.yml")
    #expect(
      try folder.okrmd("convert", "--people", "people.yml", input: "甲")
        == Outcome(errors: "people.yml:\(line):1: error: \(problem)\n", status: 78))
  }

  @Test func aFileThatIsNotThereIsAnError() throws {
    #expect(
      try folder.okrmd("convert", "--people", "no.yml", input: "甲")
        == .error("no.yml: no such file; check the path", status: 66))
  }

  /// `check` names who is not in the address book, when there is one.
  @Test func whoIsNotInTheAddressBookIsNamed() throws {
    try folder.write("王总: ou_1\n", to: "people.yml")
    let note = "@王总 和@李四、@Lee、@todo、`@Kim`、a@B.example\n"
    #expect(
      try folder.okrmd("check", "--verbose", "--people", "people.yml", input: note)
        == Outcome(
          errors:
            "<stdin>:1:12: note: @李四 is not in the address book, so it is text and mentions nobody [person-unknown]\n"
            + "<stdin>:1:22: note: @Lee is not in the address book, so it is text and mentions nobody [person-unknown]\n"
        ))
    #expect(try folder.okrmd("check", input: note) == Outcome())
    #expect(
      try folder.okrmd("--lang", "zh", "check", "--people", "people.yml", input: note).errors
        == "<stdin>:1:12: note: 通讯录中没有 @李四，按普通文字显示（另有 1 处） [person-unknown]\n")
  }
}
