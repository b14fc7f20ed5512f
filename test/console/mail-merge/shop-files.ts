/** Files as shops export them, with people who do not exist. */

const shopifyColumns =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Total," +
  "Lineitem quantity,Lineitem name,Billing Name,Billing Street,Billing City,Billing Zip,Shipping Name," +
  "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip," +
  "Shipping Province,Shipping Country,Notes"

/** Two orders. The first has two articles: its second line has no address. A note holds a line break and quotes. */
export const shopifyExport = [
  shopifyColumns,
  "#1001,ada@example.com,paid,2026-10-30 09:50:26 -0400,fulfilled,2026-10-31 10:00:00 -0400,no,CAD,53.91,1,Seeds,Ada Byron," +
    '"12 Elm St, Unit 4",Toronto,\'M5V 2T6,Ada Byron,"12 Elm St, Unit 4",12 Elm St,Unit 4,,Toronto,\'M5V 2T6,ON,CA,' +
    '"Leave it ""inside"",\r\nplease"',
  "#1001,ada@example.com,,,,,,,,2,Soil,,,,,,,,,,,,,,",
  "#1002,=grace@example.com,paid,2026-10-30 10:00:00 -0400,fulfilled,,no,CAD,10.00,1,Pot,Grace Brewster Hopper," +
    "5 Rue Été,Montréal,H2X 1Y4,Grace Brewster Hopper,5 Rue Été,5 Rue Été,,,Montréal,H2X 1Y4,QC,CA,",
  "",
].join("\r\n")

export const wooCommerceExport = [
  "order_id;order_number;order_date;status;billing_first_name;billing_last_name;billing_email;shipping_first_name;" +
    "shipping_last_name;shipping_address_1;shipping_address_2;shipping_city;shipping_state;shipping_postcode;shipping_country",
  "7;LL-0000071;30/10/2026;completed;Ada;Byron;ada@example.com;Ada;Byron;12 Elm St;;Toronto;ON;M5V 2T6;CA",
  "8;LL-0000072;30/10/2026;completed;Zoé;Tremblay;zoe@example.com;Zoé;Tremblay;5, rue de l’Été;;Québec;QC;G1R 4P5;CA",
].join("\n")

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** UTF-16 with the low byte first, as Excel saves "Unicode text". */
export const utf16Of = (text: string, { mark = true, bigEndian = false } = {}): Uint8Array => {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le")
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes)
}
