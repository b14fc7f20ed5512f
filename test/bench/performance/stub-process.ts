/** The stub in a process of its own, so that its work is not measured. It ends with the process that started it. */
import { equalTwinTables, twinTables } from "../twin/twin-tables.ts"
import { secrets } from "./exchange-environment.ts"
import { startAwsStub } from "./stub/aws-stub.ts"

const { url } = await startAwsStub({ secrets, tables: { ...twinTables, ...equalTwinTables } })
process.on("disconnect", () => process.exit())
process.send?.({ url })
