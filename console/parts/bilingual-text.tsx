import type { Pair } from "../../shared/base/platform/bilingual.ts"
import { useLanguage } from "../language/language-provider.tsx"

/** A text that the hub has in both languages. */
export function BilingualText({ text }: { readonly text: Pair }) {
  const { language } = useLanguage()
  return text[language]
}

/** A text that there is in English only. In a French page a screen reader is told so. */
export function EnglishText({ children }: { readonly children: string }) {
  const { language } = useLanguage()
  return language === "en" ? children : <span lang="en">{children}</span>
}
