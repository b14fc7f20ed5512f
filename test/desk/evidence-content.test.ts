import { describe, expect, it } from "@jest/globals"
import { contentFault, endsOf, faultInWords } from "../../shared/desk/evidence-content.ts"

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]
const program = [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]
const bytes = (of: string | readonly number[]) => (typeof of === "string" ? Buffer.from(of) : Uint8Array.from(of))

describe("the content of a file of evidence", () => {
  it.each([
    ["application/pdf", "%PDF-1.7\n%%EOF"],
    ["application/pdf", "\n\n%PDF-1.4\n%%EOF"],
    ["application/zip", "PK\u0003\u0004rest"],
    ["application/zip", "PK\u0005\u0006"],
    [xlsx, "PK\u0003\u0004rest"],
    ["image/png", png],
    ["image/jpeg", [0xff, 0xd8, 0xff, 0xe0]],
    ["application/json", '\ufeff { "a": 1 }'],
    ["application/json", "-1"],
    ["message/rfc822", "Received: from mail.example\r\n"],
    ["message/rfc822", "From anna@example.com Mon Nov  2\n"],
    ["text/csv", "a;b\n1;é\n"],
    ["text/plain", "\u001b[31mred\u001b[0m"],
    ["text/plain", [0xff, 0xfe, 0x61, 0]],
  ] as const)("%s is taken if it begins with %j", (type, start) => {
    expect(contentFault(type, endsOf(bytes(start)))).toBeUndefined()
  })

  it.each([
    ["application/pdf", program],
    ["application/zip", "%PDF-1.7"],
    [xlsx, "a;b"],
    ["image/png", [0xff, 0xd8, 0xff]],
    ["image/jpeg", png],
    ["application/json", "<html>"],
    ["application/json", png],
    ["message/rfc822", "hello"],
    ["text/csv", program],
    ["text/plain", png],
    ["text/plain", "PK\u0003\u0004rest"],
    ["text/plain", "%PDF-1.7"],
  ] as const)("%s is refused in a sentence if it begins with %j", (type, start) => {
    expect(contentFault(type, endsOf(bytes(start)))).toBe("otherType")
    expect(faultInWords(type, "otherType")).toMatch(/does not begin like one.*Add it again as what it is/)
  })

  it("is a whole PDF if its mark of the end is within the last 1,024 bytes, whatever comes between", () => {
    const ended = (after: number) => endsOf(Buffer.from(`%PDF-1.7\n${"x".repeat(9_000)}%%EOF${"\n".repeat(after)}`))
    expect(contentFault("application/pdf", ended(0))).toBeUndefined()
    expect(contentFault("application/pdf", ended(1_019))).toBeUndefined()
    expect(contentFault("application/pdf", ended(1_020))).toBe("cutOff")
    expect(contentFault("application/pdf", endsOf(Buffer.from("%PDF-1.7\n")))).toBe("cutOff")
    expect(faultInWords("application/pdf", "cutOff")).toMatch(/declared as a PDF.*%%EOF.*Save the PDF again/)
  })
})
