namespace ECommerce.Silo;

/// <summary>A small catalogue of our own, in Korean and English, and two campaigns.</summary>
internal static class DemoShop
{
    private const string Vendor = "Hanbit Studio";
    private static readonly string[] Sizes = ["S", "M", "L"];

    /// <summary>The products.</summary>
    public static IEnumerable<(string Id, SaveProduct Product)> Products =>
    [
        Garment("cotton-tee", "코튼 티셔츠 Cotton Tee", "상의 Top", ["basic", "cotton", "면"], "Heavy cotton, boxy fit. 두툼한 면, 여유로운 핏.", 29_000, "TEE", 120, "Black", "White", "Navy"),
        Garment("linen-shirt", "린넨 셔츠 Linen Shirt", "상의 Top", ["summer", "linen", "여름"], "Washed linen with shell buttons. 워싱 린넨, 자개 단추.", 59_000, "LIN", 60, "Sand", "Sky"),
        Garment("wide-denim", "와이드 데님 Wide Denim", "하의 Bottom", ["basic", "denim", "데님"], "Rigid 13 oz denim, wide leg. 13온스 생지 데님.", 89_000, "DNM", 50, "Indigo", "Black"),
        Garment("wool-coat", "울 코트 Wool Coat", "아우터 Outerwear", ["winter", "wool", "겨울"], "Double-faced wool, made to order in Seoul. 핸드메이드 울 코트.", 329_000, "COAT", 12, "Charcoal", "Camel"),
        Garment("fleece-hoodie", "플리스 후디 Fleece Hoodie", "상의 Top", ["winter", "fleece", "겨울"], "Brushed inside, no logo. 기모 안감, 무지 후디.", 69_000, "HOOD", 80, "Grey", "Forest"),
        Garment("pleated-skirt", "플리츠 스커트 Pleated Skirt", "하의 Bottom", ["pleated", "주름"], "Permanent pleats, falls to the ankle. 발목까지 오는 주름 치마.", 75_000, "SKIRT", 40, "Black", "Mocha"),
        Single("canvas-tote", "캔버스 토트백 Canvas Tote", "가방 Bag", ["canvas", "basic"], "Carries a laptop and lunch. 노트북과 도시락이 들어갑니다.", 39_000, 200),
        Single("ribbed-beanie", "골지 비니 Ribbed Beanie", "액세서리 Accessory", ["winter", "wool", "겨울"], "Merino, one size. 메리노 울, 프리 사이즈.", 25_000, 150),
        Single("leather-belt", "가죽 벨트 Leather Belt", "액세서리 Accessory", ["leather", "가죽"], "Vegetable-tanned, ages well. 베지터블 가죽.", 45_000, 70),
        Single("drop-sneaker-pin", "한정판 핀 Limited Pin", "액세서리 Accessory", ["limited", "한정판"], "Fifty made, once. 단 50개.", 9_000, 50),
    ];

    /// <summary>The campaigns, open from now.</summary>
    public static IEnumerable<(string Id, SaveCampaign Campaign)> Campaigns(DateTimeOffset now) =>
    [
        ("welcome", new SaveCampaign("신규 회원 5,000원 Welcome", new Discount(DiscountType.Fixed, 5_000, null), 20_000, 100_000, 30, now.Date(), now.Date().AddYears(1))),
        ("flash-100", new SaveCampaign("선착순 100명 20% Flash", new Discount(DiscountType.Percent, 20, 30_000), 30_000, 100, 7, now.Date(), now.Date().AddYears(1))),
    ];

    private static DateTimeOffset Date(this DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static (string, SaveProduct) Garment(
        string id, string name, string type, string[] tags, string description, long price, string code, long stock, params string[] colors) =>
        (id, new SaveProduct(
            name, description, Vendor, null,
            [new ProductOption("Color", colors), new ProductOption("Size", Sizes)],
            [.. from color in colors
                from size in Sizes
                select new SaveVariant(
                    $"{code}-{color.ToUpperInvariant()}-{size}", new Dictionary<string, string> { ["Color"] = color, ["Size"] = size }, price, stock)],
            type, tags));

    private static (string, SaveProduct) Single(string id, string name, string type, string[] tags, string description, long price, long stock) =>
        (id, new SaveProduct(
            name, description, Vendor, null, [], [new SaveVariant(id.ToUpperInvariant(), new Dictionary<string, string>(), price, stock)], type, tags));
}
