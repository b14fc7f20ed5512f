import { describe, expect, it } from "@jest/globals"
import type { Sessions } from "../../../shared/parties/sessions/sessions.ts"
import { aSignIn } from "../../builders/sign-in.ts"

const later = "2026-11-01T10:20:00.000Z"

/** What every store of sessions does. Each test uses a party of its own, because they share one table. */
export function sessionsContract(where: string, open: () => Promise<Sessions>): void {
  describe(`sessions in ${where}`, () => {
    it("are found under their key alone, with the person", async () => {
      const sessions = await open()
      const [session, officer] = aSignIn("shop-a", "person-1")
      await sessions.begin(session, officer)
      expect(await sessions.find(session.sessionKey)).toEqual(session)
      expect(await sessions.find("another")).toBeUndefined()
      expect(await sessions.officer("shop-a", "person-1")).toEqual(officer)
      expect(await sessions.officer("shop-b", "person-1")).toBeUndefined()
    })

    it("note activity", async () => {
      const sessions = await open()
      const [session, officer] = aSignIn("shop-c", "person-1")
      await sessions.begin(session, officer)
      expect(await sessions.touch(session.sessionKey, later)).toBe(true)
      expect(await sessions.find(session.sessionKey)).toEqual({ ...session, lastSeenAt: later })
    })

    it("do not come back by activity once they ended", async () => {
      const sessions = await open()
      const [session, officer] = aSignIn("shop-d", "person-1")
      await sessions.begin(session, officer)
      await sessions.end(session.sessionKey)
      await sessions.end(session.sessionKey)
      expect(await sessions.touch(session.sessionKey, later)).toBe(false)
      expect(await sessions.find(session.sessionKey)).toBeUndefined()
      expect(await sessions.officer("shop-d", "person-1")).toEqual(officer)
    })

    it("list the people of one party, each as of the last sign-in", async () => {
      const sessions = await open()
      for (const signIn of [
        aSignIn("shop-e", "person-1", "s1.before"),
        aSignIn("shop-e", "person-1", "s1.now"),
        aSignIn("shop-e", "person-2"),
        aSignIn("shop-f", "person-3"),
      ])
        await sessions.begin(...signIn)
      const found = (await sessions.officersOf("shop-e")).map(({ userId, sealedName }) => [userId, sealedName])
      expect(found.sort()).toEqual([
        ["person-1", "s1.now"],
        ["person-2", "s1.sealed"],
      ])
    })
  })
}
