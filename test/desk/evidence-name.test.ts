import { describe, expect, it } from "@jest/globals"
import * as fc from "fast-check"
import { safeFileName } from "../../shared/desk/evidence-name.ts"

describe("the name of a file of evidence", () => {
  it.each([
    ["server log.csv", "server log.csv"],
    ["Relevé d’accès (2).pdf", "Relevé d’accès (2).pdf"],
    ["invoice\u202efdp.exe", "invoicefdp.exe"],
    ["a\u0000b\u001b[31m\r\n.txt", "ab[31m.txt"],
    ["zero\u200bwidth\ufeff.log", "zerowidth.log"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\anna\\x.eml", "x.eml"],
    ['a<b>c:d"e|f?g*.txt', "a_b_c_d_e_f_g_.txt"],
    ["CON", "_CON"],
    ["nul.tar.gz", "_nul.tar.gz"],
    ["com1 .txt", "_com1 .txt"],
    ["LPT¹.log", "_LPT¹.log"],
    ["conduct.txt", "conduct.txt"],
    [" name. . ", "name"],
    ["...", "file"],
    ["\u202e", "file"],
  ])("%j becomes %j", (given, kept) => {
    expect(safeFileName(given)).toBe(kept)
  })

  it("is cut before its ending", () => {
    const kept = safeFileName(`${"long ".repeat(60)}.pdf`)
    expect(kept.length).toBeLessThanOrEqual(120)
    expect(kept).toMatch(/^long long .*[^ ]\.pdf$/)
  })

  it("is safe whatever it was, and stays as it is when it is made safe again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
        const kept = safeFileName(given)
        expect(kept).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]|^[\s.]*$|[. ]$/u)
        expect(kept).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
        expect(Array.from(kept).length).toBeLessThanOrEqual(121)
        expect(safeFileName(kept)).toBe(kept)
      }),
      { numRuns: 500 },
    )
  })
})
