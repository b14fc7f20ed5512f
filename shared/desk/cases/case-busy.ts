/** Other writers kept changing the case. A retry of the whole event can succeed. */
export class CaseBusy extends Error {
  override name = "CaseBusy"
  constructor() {
    super("Other writers kept changing the case")
  }
}
