import { memoryDisclosureLog } from "../memory-stores.ts"
import { disclosureLogContract } from "./disclosure-log.contract.ts"

disclosureLogContract("memory", async () => memoryDisclosureLog())
