/** The page for counsel: keeps what a lawyer marks of each rule in the browser, and gives it as a file. */

const documentRoot = document.documentElement
const status = element("#status", HTMLElement)
const reviewer = element("#reviewer", HTMLInputElement)

function element<E extends Element>(selector: string, kind: new () => E, within: ParentNode = document): E {
  const found = within.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${selector}`)
}

function say(message: string): void {
  const words = element(`template[data-message="${message}"]`, HTMLTemplateElement)
  status.replaceChildren(words.content.cloneNode(true))
}

/** Drafts in the browser. It may refuse to keep any, as in a private window. */
const keep = (key: string, value: string): void => {
  try {
    if (value === "") localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    say("notKept")
  }
}
const kept = (key: string): string => {
  try {
    return localStorage.getItem(key) ?? ""
  } catch {
    return ""
  }
}

/** A day as the clock of this computer shows it, such as 2026-12-02. */
const today = (): string => new Date().toLocaleDateString("sv-SE")

/** A rule on the page. Its draft is of this text: of another text it is another draft. */
const rules = Array.from(document.querySelectorAll("article"), (article) => {
  const { law = "", rule = "", hash = "", standing = "", marked = "" } = article.dataset
  const remark = element("textarea", HTMLTextAreaElement, article)
  const choices = Array.from(article.querySelectorAll<HTMLInputElement>("input[type=radio]"))
  const undo = element("button.undo", HTMLButtonElement, article)
  const key = (field: string) => `wayseal-review ${law} ${rule} ${hash} ${field}`
  const verdict = () => choices.find(({ checked }) => checked)?.value ?? ""
  const show = () => {
    for (const choice of choices) choice.checked = choice.value === kept(key("verdict"))
    remark.value = kept(key("remark"))
  }
  const store = () => {
    keep(key("verdict"), verdict())
    keep(key("remark"), remark.value)
    keep(key("on"), today())
  }
  show()
  for (const choice of choices) choice.addEventListener("change", store)
  remark.addEventListener("input", store)
  undo.addEventListener("click", () => {
    for (const field of ["verdict", "remark", "on"]) keep(key(field), "")
    for (const choice of choices) choice.checked = false
    remark.value = ""
  })
  const isShownBy = (filter: string) =>
    filter === "all" ||
    (filter === "unreviewed" && standing !== "reviewed") ||
    (filter === "changed" && standing === "changed") ||
    (filter === "marked" && marked === "true")
  const review = () => ({
    law,
    rule,
    hash,
    on: kept(key("on")) || today(),
    verdict: verdict(),
    ...(remark.value.trim() === "" ? {} : { remark: remark.value.trim() }),
  })
  return { article, remark, first: choices[0], verdict, isShownBy, review }
})

/** Shows the rules that a filter lets through, and the laws that have one of them. */
function filterRules(filter: string): void {
  for (const { article, isShownBy } of rules) article.hidden = !isShownBy(filter)
  for (const law of document.querySelectorAll<HTMLElement>("section.law"))
    law.hidden = filter !== "all" && law.querySelector("article:not([hidden])") === null
  if (rules.every(({ article }) => article.hidden)) say("noRule")
  else status.replaceChildren()
}

/** Each text that is there in both languages, with what marks its place while it is not on the page. */
const texts = Array.from(document.querySelectorAll<HTMLElement>(".chosen"), (text) => ({ text, place: new Comment() }))

function chooseLanguage(language: string): void {
  documentRoot.lang = language
  documentRoot.dataset["language"] = language
  status.replaceChildren()
  for (const { text, place } of texts)
    if (text.lang === language) place.replaceWith(text)
    else text.replaceWith(place)
  for (const button of document.querySelectorAll<HTMLElement>("[data-choose]"))
    button.setAttribute("aria-pressed", String(button.dataset["choose"] === language))
}

/** What keeps the reviews from being exported: the message, and the field to go to. */
function problem(): { readonly message: string; readonly field: HTMLElement | undefined } | undefined {
  if (reviewer.value.trim() === "") return { message: "nameMissing", field: reviewer }
  for (const { verdict, remark, first, article } of rules) {
    const isEmpty = remark.value.trim() === ""
    const message =
      verdict() === "" && !isEmpty ? "verdictMissing" : verdict() === "differs" && isEmpty ? "remarkMissing" : undefined
    if (message === undefined) continue
    if (article.hidden) element("input[value=all]", HTMLInputElement).click()
    return { message, field: message === "verdictMissing" ? first : remark }
  }
  return rules.some(({ verdict }) => verdict() !== "") ? undefined : { message: "nothing", field: rules[0]?.first }
}

function exportReviews(): void {
  const wrong = problem()
  if (wrong !== undefined) {
    wrong.field?.focus()
    say(wrong.message)
    return
  }
  const given = rules.filter(({ verdict }) => verdict() !== "")
  const reviews = given.map(({ review }) => ({ ...review(), reviewer: reviewer.value.trim() }))
  const file = new Blob([`${JSON.stringify(reviews, undefined, 2)}\n`], { type: "application/json" })
  const link = document.createElement("a")
  link.href = URL.createObjectURL(file)
  link.download = `law-reviews-${today()}.json`
  link.click()
  URL.revokeObjectURL(link.href)
  say("exported")
}

reviewer.value = kept("wayseal-reviewer")
reviewer.addEventListener("input", () => keep("wayseal-reviewer", reviewer.value))
element("#export", HTMLButtonElement).addEventListener("click", exportReviews)
element("form", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault())
for (const filter of document.querySelectorAll<HTMLInputElement>("input[name=filter]")) {
  filter.addEventListener("change", () => filterRules(filter.value))
  if (filter.checked) filterRules(filter.value)
}
for (const button of document.querySelectorAll<HTMLElement>("[data-choose]"))
  button.addEventListener("click", () => chooseLanguage(button.dataset["choose"] ?? "en"))
chooseLanguage(navigator.language.startsWith("fr") ? "fr" : "en")
