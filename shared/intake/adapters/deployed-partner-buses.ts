import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { readVariable } from "../../base/platform/environment.ts"
import { partnerBusesVariable } from "../../base/platform/resource-variables.ts"

/** Party ids by the name of a partner event bus, as the stage names them. */
export const deployedPartnerBuses = (): Readonly<Record<string, string>> =>
  z.record(ownString(), ownString()).parse(JSON.parse(readVariable(partnerBusesVariable)))
