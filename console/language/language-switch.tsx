import { useLanguage } from "./language-provider.tsx"

/** Changes to the other language. Its name is in that language. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage()
  const other = language === "en" ? "fr" : "en"
  return (
    <button type="button" className="quiet" onClick={() => choose(other)}>
      <span lang={other}>{other === "fr" ? "Français" : "English"}</span>
    </button>
  )
}
