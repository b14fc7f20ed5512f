import { useIntl } from "react-intl"
import { deadline, moment } from "../../shared/base/platform/bilingual.ts"
import { now } from "../api/server-time.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"

/** An instant for people, in the party's own time zone, which it names. A due time has its weekday too. */
export function Moment({ at, isDue = false }: { readonly at: string; readonly isDue?: boolean }) {
  const inWords = useMoment()
  return <time dateTime={at}>{inWords(at, isDue)}</time>
}

/** A due time for people: in how many days or hours it is, and when. */
export function DueMoment({ at }: { readonly at: string }) {
  const { formatRelativeTime } = useIntl()
  const hours = (Date.parse(at) - now().getTime()) / 3_600_000
  // Nobody has more time than it says.
  const away =
    Math.abs(hours) < 48
      ? formatRelativeTime(Math.floor(hours), "hour")
      : formatRelativeTime(Math.floor(hours / 24), "day")
  return (
    <>
      <strong>{away}</strong> (<Moment at={at} isDue />)
    </>
  )
}

/** Puts instants into words in the party's own time zone. */
export function useMoment(): (at: string, isDue?: boolean) => string {
  const { timeZone } = useSession()
  const { language } = useLanguage()
  return (at, isDue = false) => (isDue ? deadline : moment)(at, timeZone, language)
}
