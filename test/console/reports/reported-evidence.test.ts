import { expect, it } from "@jest/globals"
import { idsIn } from "../../../console/reports/reported-evidence.ts"

it("takes ids as people paste them, each once", () => {
  expect(idsIn("acc_1, acc_2;acc_3\nacc_1\t acc_4\r\n")).toEqual(["acc_1", "acc_2", "acc_3", "acc_4"])
  expect(idsIn(" \n ")).toEqual([])
})
