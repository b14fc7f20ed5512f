import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react"
import { IntlProvider, useIntl } from "react-intl"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { rememberLanguage } from "./chosen-language.ts"
import { loadLanguage, type MessageKey, type SpokenLanguage } from "./messages.ts"

type LanguageChoice = { readonly language: DocumentLanguage; readonly choose: (language: DocumentLanguage) => void }

const LanguageContext = createContext<LanguageChoice>({ language: "en", choose: () => {} })

/** The language that the page speaks, and how to change it. */
export const useLanguage = (): LanguageChoice => useContext(LanguageContext)

type LanguageProviderProps = { readonly first: SpokenLanguage; readonly children: ReactNode }

/** Speaks the first language until another one is chosen and loaded. */
export function LanguageProvider({ first, children }: LanguageProviderProps) {
  const [{ language, messages }, setSpoken] = useState(first)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo(
    () => ({
      language,
      choose: (chosen: DocumentLanguage) => {
        rememberLanguage(chosen)
        // With a lost connection the page speaks on as it did, and the button can be pressed again.
        loadLanguage(chosen).then(
          (loaded) => startTransition(() => setSpoken(loaded)),
          () => {},
        )
      },
    }),
    [language],
  )
  return (
    <LanguageContext value={choice}>
      <IntlProvider locale={`${language}-CA`} defaultLocale="en" messages={messages}>
        {children}
      </IntlProvider>
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
