"""What is taken from table 70072ned: codes of OData v3, and what they mean.

The file came without its metadata; titles and units are those of the table on StatLine.
"""

from .table import Bilingual, Measure

MEASURES = (
    Measure(
        "TotaleBevolking_1",
        Bilingual("Totale bevolking op 1 januari", "Total population on 1 January"),
        "aantal",
        0,
    ),
    Measure(
        "JongerDan5Jaar_4",
        Bilingual("Inwoners jonger dan 5 jaar", "Inhabitants under 5"),
        "aantal",
        0,
    ),
    Measure(
        "k_5Tot10Jaar_5",
        Bilingual("Inwoners van 5 tot 10 jaar", "Inhabitants aged 5 to 10"),
        "aantal",
        0,
    ),
    Measure(
        "k_10Tot15Jaar_6",
        Bilingual("Inwoners van 10 tot 15 jaar", "Inhabitants aged 10 to 15"),
        "aantal",
        0,
    ),
    Measure(
        "k_15Tot20Jaar_7",
        Bilingual("Inwoners van 15 tot 20 jaar", "Inhabitants aged 15 to 20"),
        "aantal",
        0,
    ),
    Measure(
        "k_65Tot80Jaar_11",
        Bilingual("Inwoners van 65 tot 80 jaar", "Inhabitants aged 65 to 80"),
        "aantal",
        0,
    ),
    Measure(
        "k_80JaarOfOuder_12",
        Bilingual("Inwoners van 80 jaar of ouder", "Inhabitants aged 80 or over"),
        "aantal",
        0,
    ),
    Measure("GrijzeDruk_24", Bilingual("Grijze druk", "Old-age dependency ratio"), "%", 1),
    Measure("Geboorte_58", Bilingual("Levend geborenen", "Live births"), "aantal", 0),
    Measure("Sterfte_60", Bilingual("Overledenen", "Deaths"), "aantal", 0),
    Measure(
        "VestigingUitAndereGemeente_69",
        Bilingual("Vestiging uit een andere gemeente", "Arrivals from another municipality"),
        "aantal",
        0,
    ),
    Measure(
        "VertrekNaarAndereGemeente_70",
        Bilingual("Vertrek naar een andere gemeente", "Departures to another municipality"),
        "aantal",
        0,
    ),
    Measure(
        "Migratiesaldo_76",
        Bilingual("Buitenlands migratiesaldo", "Net migration from abroad"),
        "aantal",
        0,
    ),
    Measure(
        "TotaalAantalParticuliereHuishoudens_82",
        Bilingual("Particuliere huishoudens", "Private households"),
        "aantal",
        0,
    ),
    Measure(
        "Eenpersoonshuishoudens_83",
        Bilingual("Eenpersoonshuishoudens", "One-person households"),
        "aantal",
        0,
    ),
    Measure(
        "GemiddeldeHuishoudensgrootte_89",
        Bilingual("Gemiddelde huishoudensgrootte", "Average household size"),
        "personen",
        2,
    ),
    Measure(
        "VoorraadOp1Januari_90",
        Bilingual("Woningvoorraad op 1 januari", "Dwelling stock on 1 January"),
        "aantal",
        0,
    ),
    Measure("Koopwoningen_94", Bilingual("Koopwoningen", "Owner-occupied dwellings"), "%", 1),
    Measure(
        "GemiddeldeWoningwaarde_99",
        Bilingual("Gemiddelde woningwaarde", "Average value of dwellings"),
        "1 000 euro",
        0,
    ),
    Measure(
        "TotaalAantalBanen_112",
        Bilingual("Banen van werknemers, totaal", "Jobs of employees, total"),
        "x 1 000",
        1,
    ),
    Measure(
        "ALandbouwBosbouwEnVisserij_113",
        Bilingual(
            "Banen in landbouw, bosbouw en visserij (A)",
            "Jobs in agriculture, forestry and fishing (A)",
        ),
        "x 1 000",
        1,
    ),
    Measure(
        "BFNijverheidEnEnergie_114",
        Bilingual(
            "Banen in nijverheid en energie (B–F)",
            "Jobs in industry, construction and energy (B–F)",
        ),
        "x 1 000",
        1,
    ),
    Measure(
        "GNCommercieleDienstverlening_115",
        Bilingual(
            "Banen in commerciële dienstverlening (G–N)", "Jobs in commercial services (G–N)"
        ),
        "x 1 000",
        1,
    ),
    Measure(
        "OUNietCommercieleDienstverlening_116",
        Bilingual(
            "Banen in niet-commerciële dienstverlening (O–U)",
            "Jobs in non-commercial services (O–U)",
        ),
        "x 1 000",
        1,
    ),
    Measure(
        "TotaalParticuliereHuishoudens_140",
        Bilingual(
            "Gemiddeld besteedbaar inkomen van huishoudens",
            "Average disposable income of households",
        ),
        "1 000 euro",
        1,
    ),
    Measure(
        "TotaalParticuliereHuishoudens_148",
        Bilingual(
            "Gemiddeld gestandaardiseerd inkomen van huishoudens",
            "Average standardised income of households",
        ),
        "1 000 euro",
        1,
    ),
    Measure(
        "Werkloosheid_159",
        Bilingual("Personen met een werkloosheidsuitkering", "Persons with unemployment benefit"),
        "aantal",
        0,
    ),
    Measure(
        "BijstandTotDeAOWLeeftijd_162",
        Bilingual(
            "Personen met bijstand tot de AOW-leeftijd",
            "Persons on social assistance below the state pension age",
        ),
        "aantal",
        0,
    ),
    Measure(
        "ArbeidsongeschiktheidTotaal_163",
        Bilingual(
            "Personen met een arbeidsongeschiktheidsuitkering", "Persons with disability benefit"
        ),
        "aantal",
        0,
    ),
    Measure(
        "BedrijfsvestigingenTotaal_168",
        Bilingual("Bedrijfsvestigingen", "Business establishments"),
        "aantal",
        0,
    ),
    Measure(
        "PersonenautoSParticulieren_202",
        Bilingual("Personenauto's van particulieren", "Passenger cars of private persons"),
        "aantal",
        0,
    ),
    Measure(
        "AfstandTotHuisartsenpraktijk_213",
        Bilingual("Afstand tot huisartsenpraktijk", "Distance to a general practice"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotZiekenhuis_216",
        Bilingual("Afstand tot ziekenhuis", "Distance to a hospital"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotSchoolBasisonderwijs_220",
        Bilingual("Afstand tot basisschool", "Distance to a primary school"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotGroteSupermarkt_226",
        Bilingual("Afstand tot grote supermarkt", "Distance to a large supermarket"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotBibliotheek_230",
        Bilingual("Afstand tot bibliotheek", "Distance to a library"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotOpritHoofdverkeersweg_236",
        Bilingual("Afstand tot oprit hoofdverkeersweg", "Distance to a main road"),
        "km",
        1,
    ),
    Measure(
        "AfstandTotTreinstation_237",
        Bilingual("Afstand tot treinstation", "Distance to a train station"),
        "km",
        1,
    ),
    Measure(
        "TotaalHuishoudelijkAfval_238",
        Bilingual("Huishoudelijk afval, totaal", "Household waste, total"),
        "1 000 kg",
        0,
    ),
    Measure(
        "HuishoudelijkRestafval_239",
        Bilingual("Huishoudelijk restafval", "Residual household waste"),
        "1 000 kg",
        0,
    ),
    Measure(
        "GrofHuishoudelijkRestafval_240",
        Bilingual("Grof huishoudelijk restafval", "Bulky residual household waste"),
        "1 000 kg",
        0,
    ),
    Measure("GftAfval_241", Bilingual("Gft-afval", "Organic waste"), "1 000 kg", 0),
    Measure("Land_248", Bilingual("Oppervlakte land", "Area of land"), "km²", 2),
    Measure(
        "Omgevingsadressendichtheid_252",
        Bilingual("Omgevingsadressendichtheid", "Address density of the surroundings"),
        "per km²",
        0,
    ),
)
