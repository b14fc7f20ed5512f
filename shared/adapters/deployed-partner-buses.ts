import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { readVariable } from "../platform/environment.ts"
import { partnerBusesVariable } from "../platform/resource-variables.ts"

/** Party ids by the name of a partner event bus, as the stage names them. */
export const deployedPartnerBuses = (): Readonly<Record<string, string>> =>
  z.record(ownString(), ownString()).parse(JSON.parse(readVariable(partnerBusesVariable)))
