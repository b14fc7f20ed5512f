/** For how long somebody counts as present after they pressed, typed or scrolled. */
const presentMilliseconds = 60_000

let lastActedAt = Date.now()

for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"])
  globalThis.addEventListener?.(
    kind,
    () => {
      lastActedAt = Date.now()
    },
    { capture: true, passive: true },
  )

/** Says that the page asks by itself, with nobody at it. Such a request does not keep the session alive. */
export const backgroundHeader = (): Readonly<Record<string, string>> =>
  Date.now() - lastActedAt < presentMilliseconds ? {} : { "x-wayseal-background": "1" }
