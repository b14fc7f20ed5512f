import { deadline, moment } from "../../shared/base/platform/bilingual.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"

/** An instant for people, in the party's own time zone, which it names. A due time has its weekday too. */
export function Moment({ at, isDue = false }: { readonly at: string; readonly isDue?: boolean }) {
  const inWords = useMoment()
  return <time dateTime={at}>{inWords(at, isDue)}</time>
}

/** Puts instants into words in the party's own time zone. */
export function useMoment(): (at: string, isDue?: boolean) => string {
  const { timeZone } = useSession()
  const { language } = useLanguage()
  return (at, isDue = false) => (isDue ? deadline : moment)(at, timeZone, language)
}
