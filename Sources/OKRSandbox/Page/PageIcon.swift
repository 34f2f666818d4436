/// A dot for a bullet and a line for its text.
let pageIcon = """
  <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#3370ff"/>
  <g fill="#fff"><circle cx="9" cy="11" r="2.5"/><rect x="14" y="9.5" width="11" height="3" rx="1.5"/>
  <circle cx="9" cy="21" r="2.5"/><rect x="14" y="19.5" width="11" height="3" rx="1.5"/></g>
  </svg>

  """
