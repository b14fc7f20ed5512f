type Child = Node | string

/** An element. Texts become text nodes, so that nothing of a package is ever read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** An element of a picture. */
export function drawn(
  tag: keyof SVGElementTagNameMap,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly Child[]
): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value))
  made.append(...children)
  return made
}

/** A table with a caption. It can be scrolled by keyboard where it is wider than the window. None without rows. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
  if (rows.length === 0) return element("p", {}, "–")
  const head = element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))
  const lines = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))))
  const of = element(
    "table",
    {},
    element("caption", {}, caption),
    element("thead", {}, head),
    element("tbody", {}, ...lines),
  )
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption }, of)
}
