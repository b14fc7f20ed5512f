import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"

const storedUnder = "wayseal-console-language"

/** The language that was chosen here before, or else the first of the browser's languages that the console speaks. */
export function chosenLanguage(): DocumentLanguage {
  const remembered = stored()
  const wished = remembered === null ? navigator.languages : [remembered]
  for (const tag of wished) {
    const [language] = tag.toLowerCase().split("-")
    if (language === "en" || language === "fr") return language
  }
  return "en"
}

/** Remembers the choice in this browser. Where storage is blocked, the choice lasts until the page is left. */
export function rememberLanguage(language: DocumentLanguage): void {
  try {
    localStorage.setItem(storedUnder, language)
  } catch {
    // A browser may block storage.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(storedUnder)
  } catch {
    return null
  }
}
