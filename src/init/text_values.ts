/** What a column of texts probably holds, by its name; the first that fits counts. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/(^|_)u?u?id$|key$/, "faker.string.uuid()"],
  [/e_?mail/, "faker.internet.email()"],
  [/first_?name|given_?name/, "faker.person.firstName()"],
  [/last_?name|surname|family_?name/, "faker.person.lastName()"],
  [/user_?name|login|nick|handle|^user$/, "faker.internet.username()"],
  [/(company|brand|organi[sz]ation|vendor|employer)(_?name)?$/, "faker.company.name()"],
  [/(product|item|article)(_?name)?$/, "faker.commerce.productName()"],
  [/(song|track)(_?name|_?title)?$/, "faker.music.songName()"],
  [/^(artist|band)/, "faker.music.artist()"],
  [/file_?name|^file$|path$/, "faker.system.filePath()"],
  [/(host|domain)(_?name)?$/, "faker.internet.domainName()"],
  [/(device|sensor|machine|model)(_?name)?$/, "faker.commerce.productName()"],
  [/(author|customer|owner|full|display)(_?name)?$|^name$/, "faker.person.fullName()"],
  [/title|subject|headline|caption/, "faker.lorem.sentence(5)"],
  [
    /body|content|text|description|comment|message|bio|summary|notes?$|review/,
    "faker.lorem.paragraph()",
  ],
  [/avatar|image|photo|picture|thumbnail/, "faker.image.url()"],
  [/ur[il]$|link|website|homepage|referr?er/, "faker.internet.url()"],
  [/user_?agent|browser/, "faker.internet.userAgent()"],
  [/(^|_)ip(_|$)|ip_?addr/, "faker.internet.ipv4()"],
  [/(^|_)mac(_|$)/, "faker.internet.mac()"],
  [/phone|mobile|(^|_)tel(_|$)|fax/, "faker.phone.number()"],
  [/street|address/, "faker.location.streetAddress()"],
  [/city|town/, "faker.location.city()"],
  [/country_?code/, "faker.location.countryCode()"],
  [/country/, "faker.location.country()"],
  [/zip|postal|post_?code/, "faker.location.zipCode()"],
  [/province|region|^state$/, "faker.location.state()"],
  [/time_?zone|^tz$/, "faker.location.timeZone()"],
  [/currency/, "faker.finance.currencyCode()"],
  [/iban|account/, "faker.finance.iban()"],
  [/colou?r/, "faker.color.human()"],
  [/gender|^sex$/, "faker.person.sex()"],
  [/job|profession|role|position/, "faker.person.jobTitle()"],
  [/status|state$/, 'faker.helpers.arrayElement(["new", "active", "done"])'],
  [/level|severity|priority/, 'faker.helpers.arrayElement(["low", "medium", "high"])'],
  [/category|department|genre|kind|type$/, "faker.commerce.department()"],
  [/lang|locale/, 'faker.helpers.arrayElement(["en", "de", "fr", "ja"])'],
  [/mime|content_?type/, "faker.system.mimeType()"],
  [/version/, "faker.system.semver()"],
  [/sku|isbn|code$|serial/, "faker.string.alphanumeric(8)"],
  [/password|hash|token|secret|digest|checksum|etag|session/, "faker.string.alphanumeric(32)"],
  [/json|payload|data$|blob/, "JSON.stringify({ note: faker.lorem.sentence() })"],
  [/tags?$|label|keyword|word|topic/, "faker.lorem.word()"],
  [/name$/, "faker.person.fullName()"],
];

/** What a column of numbers probably holds, by its name: the least, the most, and the digits after the point. */
const RANGES: readonly (readonly [RegExp, number, number, number])[] = [
  [/lat(itude)?$/, -90, 90, 5],
  [/(lon|lng)(gitude)?$/, -180, 180, 5],
  [/temp(erature)?/, -20, 40, 1],
  [/humidity|percent|ratio|progress|battery/, 0, 100, 1],
  [/pressure/, 950, 1_050, 1],
  [/price|amount|cost|total|balance|salary|revenue/, 1, 1_000, 2],
  [/score|rating|stars/, 1, 5, 1],
  [/(^|_)age$/, 18, 90, 0],
  [/year/, 1_950, 2_026, 0],
  [/month/, 1, 12, 0],
  [/hour/, 0, 23, 0],
  [/minute|second/, 0, 59, 0],
  [/duration|millis|_ms$|elapsed|latency/, 1, 10_000, 0],
  [/size|bytes|length/, 1, 1_000_000, 0],
  [/zip|postal/, 10_000, 99_999, 0],
];

const OTHER = [0, 1_000, 2] as const;

/** An expression that makes a text fit for a column of this name; `undefined` where the name says nothing. */
export function textByName(column: string): string | undefined {
  return BY_NAME.find(([name]) => name.test(column.toLowerCase()))?.[1];
}

/** The least and the most that a number in a column of this name probably is, and its digits after the point. */
export function rangeByName(column: string): readonly [number, number, number] {
  const [, ...range] = RANGES.find(([name]) => name.test(column.toLowerCase())) ?? [/./, ...OTHER];
  return range;
}
