import { describe, expect, it } from "@jest/globals"
import { readFile } from "../../../console/mail-merge/read-file.ts"
import { bytesOf, shopifyExport, utf16Of, wooCommerceExport } from "./shop-files.ts"

const table = (bytes: Uint8Array) => {
  const read = readFile(bytes)
  if ("unreadable" in read) throw new Error(read.unreadable)
  return read
}

describe("a file that an officer opens", () => {
  it("is read with its quoted line breaks and quotation marks", () => {
    const { columns, rows, delimiter, encoding } = table(bytesOf(shopifyExport))
    expect(rows).toHaveLength(3)
    expect(rows[0]?.[columns.indexOf("Notes")]).toBe('Leave it "inside",\r\nplease')
    expect({ delimiter, encoding }).toEqual({ delimiter: ",", encoding: "utf-8" })
  })

  it.each([
    ["UTF-8", bytesOf(wooCommerceExport), "utf-8"],
    ["UTF-8 with a byte order mark", bytesOf(`\ufeff${wooCommerceExport}`), "utf-8"],
    ["UTF-16 of Windows", utf16Of(wooCommerceExport), "utf-16le"],
    ["UTF-16 with the high byte first", utf16Of(wooCommerceExport, { bigEndian: true }), "utf-16be"],
    ["UTF-16 without a mark", utf16Of(wooCommerceExport, { mark: false }), "utf-16le"],
  ])("may be in %s", (_, bytes, encoding) => {
    const read = table(bytes)
    expect(read.encoding).toBe(encoding)
    expect(read.columns[0]).toBe("order_id")
    expect(read.rows[1]?.slice(4, 6)).toEqual(["Zoé", "Tremblay"])
    expect(read.rows[1]).toContain("5, rue de l’Été")
  })

  it("may be in the code page of older programs on Windows", () => {
    const read = table(new Uint8Array(Buffer.from("order,name\n1,Zo\u00e9\n", "latin1")))
    expect(read).toMatchObject({ encoding: "windows-1252", rows: [["1", "Zoé"]] })
  })

  it.each([
    [";", "order;name\n1;a,b\n2;c\n"],
    ["\t", "order\tname\n1\ta,b\n2\tc\n"],
    [",", 'order,name\n1,"a;b"\n2,c\n'],
    [";", "sep=;\r\norder;name\r\n1;a,b\r\n2;c\r\n"],
  ])("may be separated by %j", (delimiter, text) => {
    const read = table(bytesOf(text))
    expect(read).toMatchObject({ delimiter, columns: ["order", "name"] })
    expect(read.rows.map(([order]) => order)).toEqual(["1", "2"])
  })

  it("may have short and long lines, and empty ones", () => {
    expect(table(bytesOf("order,name\n1\n\n2,b,more\n")).rows).toEqual([
      ["1", ""],
      ["2", "b"],
    ])
  })

  it.each([
    ["empty", new Uint8Array()],
    ["empty", bytesOf("\n\n")],
    ["noRows", bytesOf("order,name\n")],
    ["notText", bytesOf("PK\u0003\u0004 a spreadsheet")],
  ])("is refused as %s", (unreadable, bytes) => {
    expect(readFile(bytes)).toEqual({ unreadable })
  })
})
