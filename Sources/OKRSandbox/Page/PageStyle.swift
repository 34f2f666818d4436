/// The page's style sheet. Colours are named once for each scheme; a level of indentation is one `--step`.
let pageStyle = """
  :root {
    color-scheme: light dark;
    --page: #fff; --around: #f5f6f7; --ink: #1f2329; --quiet: #646a73; --line: #dee0e3;
    --link: #245bdb; --shade: #f2f3f5; --chip: #f0f4ff; --done: #3370ff;
    --error: #b3261e; --error-paper: #fdf0ef; --warning: #8f5300; --warning-paper: #fff7e8;
    --green: #1b7a2b; --green-paper: #e4f7e7;
    --step: 24px;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --page: #1f2124; --around: #141517; --ink: #e4e6eb; --quiet: #a3a8b1; --line: #3a3d42;
      --link: #82a7fc; --shade: #33363b; --chip: #26304a; --done: #4c88ff;
      --error: #ff9b93; --error-paper: #40211f; --warning: #f5bd66; --warning-paper: #3b2d16;
      --green: #7fd48c; --green-paper: #1d3822;
    }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; background: var(--around); color: var(--ink);
    font: 15px/1.65 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC",
      "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
    /* The script keeps the place; two who do would move it twice. */
    overflow-anchor: none; -webkit-text-size-adjust: 100%;
  }
  main { max-width: 1160px; margin: 0 auto; padding: 28px 20px 64px; }
  p, h1, h2, ul, figure { margin: 0; padding: 0; }
  h1, h2 { font-size: 18px; line-height: 1.4; font-weight: 600; overflow-wrap: anywhere; }
  h1.heading { font-size: 20px; }
  h1.heading, nav { margin-bottom: 16px; }
  a { color: var(--link); text-decoration: none; }
  a:hover { text-decoration: underline; }
  a:focus-visible, summary:focus-visible {
    outline: 2px solid var(--done); outline-offset: 2px; border-radius: 2px;
  }
  h2 > a { color: inherit; }
  .nothing { color: var(--quiet); }
  #entries:not(:empty) + .nothing { display: none; }
  .entry + .entry { margin-top: 16px; }

  .record { background: var(--page); border: 1px solid var(--line); border-radius: 10px; }
  .summary { padding: 18px 28px 14px; border-bottom: 1px solid var(--line); }
  .facts {
    display: flex; flex-wrap: wrap; align-items: center; gap: 4px 14px; margin-top: 6px;
    font-size: 13px; color: var(--quiet);
  }
  .percent { display: inline-flex; align-items: center; gap: 8px; color: var(--ink); overflow-wrap: anywhere; }
  progress {
    appearance: none; width: 96px; height: 6px; border: 0; border-radius: 3px; overflow: hidden;
    background: var(--line);
  }
  progress::-webkit-progress-bar { background: var(--line); }
  progress::-webkit-progress-value { background: var(--done); }
  progress::-moz-progress-bar { background: var(--done); }
  .status { padding: 0 8px; border-radius: 4px; line-height: 20px; }
  .status.none { background: var(--shade); color: var(--quiet); }
  .status.normal { background: var(--green-paper); color: var(--green); }
  .status.risk { background: var(--warning-paper); color: var(--warning); }
  .status.delayed { background: var(--error-paper); color: var(--error); }

  .content { padding: 16px 28px 22px; }
  .line { min-height: 1.65em; margin: 3px 0; }
  .line, .text { white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
  .list > .line { display: flex; white-space: normal; }
  .text { flex: 1; min-width: 0; min-height: 1.65em; }
  .marker { flex: none; min-width: var(--step); padding-right: 6px; color: var(--link); white-space: nowrap; }
  /* Drawn, since fonts differ widely in what they make of these characters. */
  .bullet > .marker { font-size: 0; }
  .bullet > .marker::before {
    content: ""; display: block; width: 6px; height: 6px; margin: 9.5px 0 0 4px;
    border: 1px solid; border-radius: 50%; background: currentColor;
  }
  .bullet > .circle::before { background: none; }
  .bullet > .square::before { border-radius: 1px; }
  .level-2 { padding-left: calc(var(--step) * 1); }
  .level-3 { padding-left: calc(var(--step) * 2); }
  .level-4 { padding-left: calc(var(--step) * 3); }
  .level-5 { padding-left: calc(var(--step) * 4); }
  .level-6 { padding-left: calc(var(--step) * 5); }
  .level-7 { padding-left: calc(var(--step) * 6); }
  .level-8 { padding-left: calc(var(--step) * 7); }
  .level-9 { padding-left: calc(var(--step) * 8); }
  .level-10 { padding-left: calc(var(--step) * 9); }
  .level-11 { padding-left: calc(var(--step) * 10); }
  .level-12 { padding-left: calc(var(--step) * 11); }
  .level-13 { padding-left: calc(var(--step) * 12); }
  .level-14 { padding-left: calc(var(--step) * 13); }
  .level-15 { padding-left: calc(var(--step) * 14); }
  .level-16 { padding-left: calc(var(--step) * 15); }
  /* Not wider than a step, also where steps are small. */
  .box { padding-right: 0; }
  .box::before {
    content: ""; display: block; width: 16px; height: 16px; margin-top: .33em;
    border: 1.5px solid var(--quiet); border-radius: 4px;
  }
  .box.done::before { border-color: var(--done); background: var(--done); }
  .box.done::after {
    content: ""; display: block; width: 5px; height: 9px; margin: -14.5px 0 0 5.5px;
    border: solid #fff; border-width: 0 2px 2px 0; transform: rotate(45deg);
  }
  .checked .text { color: var(--quiet); }

  .shade { background: var(--shade); border-radius: 3px; box-decoration-break: clone; }
  .tint { color: var(--tint-ink, inherit); background: var(--tint-paper, none); border-radius: 3px; }
  @media (prefers-color-scheme: dark) {
    .tint { color: var(--tint-ink-dark, inherit); background: var(--tint-paper-dark, none); }
  }
  .dead { text-decoration: underline dotted var(--quiet); }
  .mention, .document { border-radius: 4px; padding: 1px 5px; background: var(--chip); color: var(--link); }
  .document::before {
    content: ""; display: inline-block; width: 9px; height: 12px; margin: 0 5px -1px 1px;
    border: 1.5px solid currentColor; border-radius: 2px; border-top-right-radius: 5px;
  }
  .control {
    padding: 0 3px; border: 1px solid var(--line); border-radius: 3px; color: var(--quiet); font-size: 11px;
  }
  .image { margin: 10px 0; }
  .image img { display: block; max-width: 100%; height: auto; border-radius: 6px; }
  .elsewhere {
    padding: 14px 16px; border: 1px dashed var(--line); border-radius: 6px; color: var(--quiet);
    font-size: 13px; overflow-wrap: anywhere;
  }
  .size { white-space: nowrap; }

  .connection:not(:empty), .problem {
    padding: 10px 20px; background: var(--error-paper); color: var(--error); overflow-wrap: anywhere;
  }
  .connection { position: sticky; top: 0; z-index: 1; text-align: center; }
  .problem { margin-bottom: 16px; border-radius: 10px; white-space: pre-wrap; }

  .preview { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; align-items: start; }
  .remarks { padding-top: 2px; font-size: 13px; line-height: 1.5; }
  .remarks h2, .remarks summary { font-size: 13px; font-weight: 600; color: var(--quiet); cursor: default; }
  .remarks summary { cursor: pointer; }
  .remarks ul { list-style: none; margin: 8px 0 16px; }
  .remarks li { padding: 7px 12px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
  .remarks li + li { margin-top: 6px; }
  .remarks .warning { border-color: var(--warning); background: var(--warning-paper); }
  .remarks .error { border-color: var(--error); background: var(--error-paper); }
  .remarks .where { display: block; color: var(--quiet); }
  .remarks .warning strong { color: var(--warning); }
  .remarks .error strong { color: var(--error); }
  .remarks code { color: var(--quiet); font-size: 12px; }
  @media (min-width: 900px) {
    .preview { grid-template-columns: minmax(0, 1fr) 300px; }
    .preview > .problem { grid-column: 1 / -1; margin-bottom: 0; }
  }
  @media (max-width: 560px) {
    :root { --step: 20px; }
    main { padding: 12px 8px 40px; }
    .summary { padding: 14px 16px 12px; }
    .content { padding: 10px 16px 16px; }
    .remarks { padding: 0 8px; }
  }

  """
