import { sessionWatch } from "./session-watch.ts"

/** What others do appears after five seconds at the latest. Nothing is asked while nobody is signed in. */
export const pollMilliseconds = (): number | false => (sessionWatch.hasEnded() ? false : 5_000)
