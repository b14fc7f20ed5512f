import type { CaseDesk } from "./change-case.ts"

/** The hub's own name for what a party named `id`. The party's name may be an order number, so it rests nowhere. */
export function actionIdOf(desk: Pick<CaseDesk, "hashUnderKey">, partyId: string, id: string): string {
  return desk.hashUnderKey("action", partyId, id)
}
