/** The page of an evidence package: draws and checks what is embedded in it, or the folder that a person chooses. */
import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../shared/base/contracts/words.ts"
import { checkPackage, holds } from "../../shared/proof/evidence-package/check-package.ts"
import { type PackageFiles, PackageUnreadable, readPackage } from "../../shared/proof/evidence-package/package-files.ts"
import { drawCase, drawFindings, sentence } from "./draw-case.ts"
import { element } from "./element.ts"
import { readCase } from "./packaged-case.ts"
import type { words } from "./words.ts"

// The page's policy lets nothing compile code, and zod would try.
z.config({ jitless: true })

/** What the page is at: the files that it checks, the pin, and the language. */
const state: { files: PackageFiles; isWhole: boolean; pin: string; language: DocumentLanguage } = {
  files: embeddedFiles(),
  isWhole: false,
  pin: "",
  language: navigator.language.startsWith("fr") ? "fr" : "en",
}
const say = (word: keyof typeof words, filled?: string | number): string => sentence(state.language, word, filled)

const main = element("main", {})
const verdict = element("p", { role: "status", class: "verdict" })
const findings = element("div", {})
const shown = element("div", {})

/** The texts of the package that whoever made the page put into it. */
function embeddedFiles(): PackageFiles {
  const text = document.getElementById("package")?.textContent ?? "{}"
  const texts = z.record(z.string(), z.string()).parse(JSON.parse(text))
  const utf8 = new TextEncoder()
  return new Map(Object.entries(texts).map(([path, content]) => [path, async () => utf8.encode(content)]))
}

/** The files of a folder, by their paths below it. */
function chosenFiles(list: FileList): PackageFiles {
  return new Map(
    Array.from(list, (file) => [
      file.webkitRelativePath.split("/").slice(1).join("/") || file.name,
      async () => new Uint8Array(await file.arrayBuffer()),
    ]),
  )
}

/** Checks and draws the files that the page is at. */
async function show(): Promise<void> {
  try {
    const of = await readPackage(state.files)
    const found = await checkPackage(of, { pinned: state.pin === "" ? [] : [state.pin], isWhole: state.isWhole })
    const isGood = holds(found)
    verdict.className = `verdict ${isGood ? "holds" : "broken"}`
    const good = state.isWhole ? "allHolds" : "copyHolds"
    verdict.textContent = say(isGood ? good : "isBroken")
    findings.replaceChildren(drawFindings(found, state.language))
    shown.replaceChildren(...drawCase(of, await readCase(of), state.language))
    title(of.dossier.caseAlias, `${say("madeFor", of.dossier.party)}, ${say("madeAt", of.manifest.madeAt)}`)
  } catch (error) {
    verdict.className = "verdict broken"
    verdict.textContent = error instanceof PackageUnreadable ? say("unreadable", error.file) : String(error)
    findings.replaceChildren()
    shown.replaceChildren()
  }
}

function title(alias: string, about: string): void {
  document.title = say("title", alias)
  document.querySelector("h1")?.replaceChildren(document.title)
  document.querySelector("#about")?.replaceChildren(about)
}

/** The way to the other language. */
function languages(): HTMLElement {
  const names = { en: "English", fr: "Français" } as const
  const buttons = documentLanguages.map((language) => {
    const button = element(
      "button",
      { type: "button", lang: language, "aria-pressed": String(language === state.language) },
      names[language],
    )
    button.addEventListener("click", () => {
      state.language = language
      draw()
      document.querySelector<HTMLElement>(`button[lang=${language}]`)?.focus()
    })
    return button
  })
  return element("div", { class: "languages" }, ...buttons)
}

/** Where a person names the key, and chooses a folder. */
function choices(): HTMLElement {
  const pin = element("input", {
    id: "pin",
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "pin-help",
  })
  pin.value = state.pin
  const folder = element("input", {
    id: "folder",
    type: "file",
    webkitdirectory: "",
    "aria-describedby": "folder-help",
  })
  const form = element(
    "form",
    {},
    element("label", { for: "pin" }, say("pin")),
    element("p", { id: "pin-help" }, say("pinHelp")),
    pin,
    element("label", { for: "folder" }, say("folder")),
    element("p", { id: "folder-help" }, say("folderHelp")),
    folder,
    element("button", { type: "submit" }, say("check")),
  )
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    state.pin = pin.value.trim()
    if (folder.files !== null && folder.files.length > 0) {
      state.files = chosenFiles(folder.files)
      state.isWhole = true
    }
    void show()
  })
  return form
}

/** Draws the frame of the page in its language, and what is in it. */
function draw(): void {
  document.documentElement.lang = state.language
  const checks = element("section", {}, element("h2", {}, say("checks")), choices(), verdict, findings)
  main.replaceChildren(
    element("h1", {}, say("title")),
    element("p", { id: "about" }),
    element("p", {}, say("intro")),
    element("p", {}, say("ownPage")),
    checks,
    shown,
  )
  document.body.replaceChildren(element("header", {}, languages()), main)
  if (globalThis.crypto?.subtle === undefined) verdict.textContent = say("noCrypto")
  else void show()
}

draw()
