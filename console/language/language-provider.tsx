import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react"
import { I18nProvider } from "react-aria-components"
import { IntlProvider, useIntl } from "react-intl"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { type MessageKey, messages } from "./messages.ts"

type LanguageChoice = { readonly language: DocumentLanguage; readonly choose: (language: DocumentLanguage) => void }

const LanguageContext = createContext<LanguageChoice>({ language: "en", choose: () => {} })

/** The language that the page speaks, and how to change it. */
export const useLanguage = (): LanguageChoice => useContext(LanguageContext)

/** Speaks the browser's language, or the one that was chosen here before. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(chosenLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo(
    () => ({
      language,
      choose: (chosen: DocumentLanguage) => {
        rememberLanguage(chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return (
    <LanguageContext value={choice}>
      <I18nProvider locale={`${language}-CA`}>
        <IntlProvider locale={`${language}-CA`} defaultLocale="en" messages={messages[language]}>
          {children}
        </IntlProvider>
      </I18nProvider>
    </LanguageContext>
  )
}

/** What a message is filled in with. */
type MessageValues = Readonly<Record<string, string | number>>

export type Say = (key: MessageKey, values?: MessageValues) => string

/** Says a message in the language of the page. */
export function useSay(): Say {
  const intl = useIntl()
  return useCallback((key, values) => intl.formatMessage({ id: key }, { ...values }), [intl])
}

const storedUnder = "wayseal-console-language"

/** The language that was chosen here before, or else the first of the browser's languages that the console speaks. */
function chosenLanguage(): DocumentLanguage {
  const remembered = stored()
  const wished = remembered === null ? navigator.languages : [remembered]
  for (const tag of wished) {
    const [language] = tag.toLowerCase().split("-")
    if (language === "en" || language === "fr") return language
  }
  return "en"
}

/** Remembers the choice in this browser. Where storage is blocked, the choice lasts until the page is left. */
function rememberLanguage(language: DocumentLanguage): void {
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
