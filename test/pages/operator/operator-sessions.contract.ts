import { describe, expect, it } from "@jest/globals"
import type { OperatorSessions } from "../../../shared/pages/operator/operator-session.ts"
import type { Sessions } from "../../../shared/parties/sessions/sessions.ts"
import { anOperatorSession, aSignIn } from "../../builders/sign-in.ts"

const later = "2026-11-01T10:20:00.000Z"

/** What every store of operators' sessions does, beside the store of the sessions of parties' people. */
export function operatorSessionsContract(
  where: string,
  open: () => Promise<{ operators: OperatorSessions; sessions: Sessions }>,
): void {
  describe(`sessions of operators in ${where}`, () => {
    it("are found under their key until they end, and note activity", async () => {
      const { operators } = await open()
      const session = anOperatorSession("operator-1")
      await operators.begin(session)
      expect(await operators.find(session.sessionKey)).toEqual(session)
      expect(await operators.touch(session.sessionKey, later)).toBe(true)
      expect(await operators.find(session.sessionKey)).toEqual({ ...session, lastSeenAt: later })
      await operators.end(session.sessionKey)
      await operators.end(session.sessionKey)
      expect(await operators.touch(session.sessionKey, later)).toBe(false)
      expect(await operators.find(session.sessionKey)).toBeUndefined()
    })

    it("are no sessions of parties' people under the same key, nor the other way round", async () => {
      const { operators, sessions } = await open()
      const ofOperator = anOperatorSession("operator-2")
      const [ofOfficer, officer] = aSignIn("shop-z", "person-1")
      await operators.begin(ofOperator)
      await sessions.begin(ofOfficer, officer)
      expect(await sessions.find(ofOperator.sessionKey)).toBeUndefined()
      expect(await sessions.touch(ofOperator.sessionKey, later)).toBe(false)
      expect(await operators.find(ofOfficer.sessionKey)).toBeUndefined()
      expect(await operators.touch(ofOfficer.sessionKey, later)).toBe(false)
      await sessions.end(ofOperator.sessionKey)
      await operators.end(ofOfficer.sessionKey)
      expect(await operators.find(ofOperator.sessionKey)).toEqual(ofOperator)
      expect(await sessions.find(ofOfficer.sessionKey)).toEqual(ofOfficer)
    })
  })
}
