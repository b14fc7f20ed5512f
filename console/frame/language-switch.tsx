import { Button } from "react-aria-components"
import { useLanguage } from "../language/language-provider.tsx"

/** Changes to the other language. Its name is in that language. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage()
  const other = language === "en" ? "fr" : "en"
  return (
    <Button className="quiet" onPress={() => choose(other)}>
      <span lang={other}>{other === "fr" ? "Français" : "English"}</span>
    </Button>
  )
}
