/**
 * The customers of the make-believe company, one a line:
 * name | mailbox | currency | country | state | city | postal code | street | phone.
 * Mixed alphabets, very long names and mixed-case mailboxes are there because real books have them.
 */
export const COMPANY_NAMES = `
Acme Robotics Inc.|billing@acme-robotics.test|USD|US|TX|Austin|78701|500 Congress Avenue|+15125550100
Harbor Freight Analytics LLC|ap@harborfreight-analytics.test|USD|US|MA|Boston|02110|88 Seaport Boulevard|+16175550101
Løvenskiold & Dahl AS|regnskap@lovenskiold-dahl.test|EUR|NO||Oslo|0151|Karl Johans gate 7|+4722555010
株式会社さくらソフトウェア研究所|keiri@sakura-soft.test|JPY|JP||東京都千代田区|100-0005|丸の内1-9-2|+81355550103
Bluebird Health Systems, Inc.|Accounts.Payable@BluebirdHealth.test|USD|US|CO|Denver|80202|1700 Lincoln Street|+13035550104
شركة الأفق للتقنية ذ.م.م|finance@alofuq-tech.test|KWD|KW||مدينة الكويت|15000|شارع فهد السالم 12|+96522255105
Pennington, Whitcombe, Featherstonehaugh and Cholmondeley Consolidated Maritime Insurance Underwriters of London and Liverpool (Holdings) Public Limited Company|ledger@pwfc-marine.test|GBP|GB||London|EC3M 7HA|1 Lime Street|+442075550106
Müller Präzisionstechnik GmbH & Co. KG|buchhaltung@mueller-praezision.test|EUR|DE||Stuttgart|70173|Königstraße 28|+497115550107
Cedar & Finch Publishing|office@cedarandfinch.test|USD|US|OR|Portland|97205|1120 SW Park Avenue|
Société Générale de Conserves Breizh SARL|compta@conserves-breizh.test|EUR|FR||Quimper|29000|14 rue Kéréon|+33298555109
🌵 Desert Bloom Studio|hello@desertbloom.test|USD|US|AZ|Tucson|85701|33 North Stone Avenue|+15205550110
Thistle & Crown Distillers Ltd|accounts@thistlecrown.test|GBP|GB||Edinburgh|EH1 1RE|22 Royal Mile|+441315550111
Granite Peak Logistics|payables@granitepeak.test|USD|US|UT|Salt Lake City|84101|215 South State Street|+18015550112
合同会社みらいデータ|jimu@mirai-data.test|JPY|JP||大阪市北区|530-0001|梅田2-4-9|+81665550113
Orion Semiconductor Corp.|invoices@orion-semi.test|USD|US|CA|San Jose|95110|400 Park Avenue|+14085550114
Ferrovia Lombarda S.p.A.|contabilita@ferrovia-lombarda.test|EUR|IT||Milano|20121|Via Dante 5|+390255550115
O'Brien & Sons Dairy Co-operative|maire@obriendairy.test|EUR|IE|County Cork|Cork|T12 W8KP|9 Lapp's Quay|+353215550116
Quantum Ledger Labs|Finance@QuantumLedger.test|USD|US|NY|New York|10013|55 Hudson Street|+12125550117
Riverside Dental Group|frontdesk@riversidedental.test|USD|US|OH|Columbus|43215|41 South High Street|
Brightwater Aquaculture Ltd.|accounts@brightwater-aqua.test|GBP|GB||Bristol|BS1 4DJ|6 Narrow Quay|+441175550119
مجموعة الخليج للخدمات اللوجستية الدولية|accounts@gulf-logistics-group.test|KWD|KW||الشويخ|70651|طريق الغزالي 45|+96522255120
Solstice Energy Partners LP|ap@solstice-energy.test|USD|US|TX|Houston|77002|811 Main Street|+17135550121
Van der Berg Bloemen B.V.|administratie@vanderbergbloemen.test|EUR|NL||Aalsmeer|1431 GB|Legmeerdijk 313|+31297555122
The Paper Lantern Tea Company|tea@paperlantern.test|USD|US|WA|Seattle|98101|1501 Pike Place|+12065550123
日本国際先端素材開発および次世代半導体製造装置保守サービス株式会社 東日本事業本部 第二営業部 経理課|keiri@nihon-sentan.test|JPY|JP||横浜市西区|220-0012|みなとみらい3-6-1|+81455550124
Kestrel Aviation Services|billing@kestrel-aviation.test|USD|US|GA|Atlanta|30308|675 Ponce de Leon Avenue|+14045550125
Żubr Technologie Sp. z o.o.|faktury@zubr-tech.test|EUR|PL||Kraków|31-042|Rynek Główny 12|+48125550126
Mossy Stone Games 🎮 GmbH|rechnung@mossystone.test|EUR|AT||Wien|1010|Stephansplatz 4|+4315550127
Prairie Wind Co-op|coop@prairiewind.test|USD|US|NE|Lincoln|68508|1400 O Street|+14025550128
Halcyon Legal LLP|fees@halcyonlegal.test|GBP|GB||Manchester|M2 5DB|10 King Street|+441615550129
Summit & Vale Outfitters|orders@summitvale.test|USD|US|MT|Bozeman|59715|27 East Main Street|+14065550130
Nexa Cloud Pty Ltd (US branch)|usbranch@nexacloud.test|USD|US|FL|Miami|33131|200 Biscayne Boulevard|+13055550131
Ελληνικά Ναυπηγεία Α.Ε.|logistirio@ellinika-nafpigeia.test|EUR|GR||Πειραιάς|18535|Ακτή Μιαούλη 17|+302105550132
Copperline Telecom|ar-ap@copperline.test|USD|US|IL|Chicago|60606|233 South Wacker Drive|+13125550133
有限会社やまと茶舗|info@yamato-chaho.test|JPY|JP||京都市中京区|604-8005|寺町通二条上ル|
Little Fern Montessori|director@littlefern.test|USD|US|VT|Burlington|05401|12 Church Street|+18025550135
Blackwood Estates Management|post@blackwood-estates.test|GBP|GB||York|YO1 7HH|3 Stonegate|+441904555136
Atlas Freight Forwarding Inc|payables@atlasfreight.test|USD|US|NJ|Newark|07102|744 Broad Street|+19735550137
Cascade Biotech|invoices@cascade-biotech.test|USD|US|CA|San Diego|92101|600 West Broadway|+16195550138
Hollow Tree Brewing Cooperative & Taproom|taproom@hollowtree.test|USD|US|ME|Portland|04101|86 Commercial Street|+12075550139
`
