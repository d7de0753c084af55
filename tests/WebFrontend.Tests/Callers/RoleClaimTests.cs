using System.Buffers.Text;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ECommerce.WebFrontend.Tests.Callers;

public sealed class RoleClaimTests
{
    [Theory]
    [InlineData("role", """{"role":"admin"}""")]
    [InlineData("role", """{"role":["user","admin"]}""")]
    [InlineData("roles", """{"roles":["admin",7,null,["operator"]]}""")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["offline_access","admin"]}}""")]
    [InlineData("realm_access.roles", """{"realm_access.roles":"admin","realm_access":{"roles":["user"]}}""")]
    [InlineData("resource_access.my.shop.roles", """{"resource_access":{"my.shop":{"roles":["admin"]}}}""")]
    [InlineData("a.b.c", """{"a":{"b":1},"a.b":{"c":"admin"}}""")]
    [InlineData("https://shop.example/roles", """{"https://shop.example/roles":["admin"]}""")]
    [InlineData("https://shop.example/app.roles", """{"https://shop.example/app":{"roles":"admin"}}""")]
    public void The_role_is_found_by_the_name_of_its_claim(string name, string claims) => Assert.Contains("admin", Roles(name, claims));

    [Theory]
    [InlineData("role", """{"roles":"admin","Role":"admin"}""")]
    [InlineData("roles", """{"role":"admin"}""")]
    [InlineData("role", """{"role":{"admin":true}}""")]
    [InlineData("role", """{"role":[["admin"]]}""")]
    [InlineData("role", """{"role":null}""")]
    [InlineData("role", """{"role":true}""")]
    [InlineData("role", """{"role":"admin user"}""")]
    [InlineData("realm_access.roles", """{"realm_access":["admin"]}""")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":{"admin":"admin"}}}""")]
    [InlineData("realm_access.roles", """{"realm_access":"roles"}""")]
    [InlineData("realm_access.roles", """{"roles":["admin"]}""")]
    [InlineData(".", """{"":{"":"user"}}""")]
    public void Nothing_else_is_a_role(string name, string claims) => Assert.DoesNotContain("admin", Roles(name, claims));

    [Fact]
    public void The_claim_is_role_unless_another_is_configured()
    {
        Assert.Equal("role", RoleClaim.Of(Configuration(null)).Name);
        Assert.Equal("role", RoleClaim.Of(Configuration("")).Name);
        Assert.Equal("realm_access.roles", RoleClaim.Of(Configuration("realm_access.roles")).Name);
    }

    private static IConfiguration Configuration(string? name) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Authentication:RoleClaim", name)]).Build();

    private static IEnumerable<string> Roles(string name, string claims) => new RoleClaim(name).RolesOf(new JsonWebToken(
        $"{Base64Url.EncodeToString("""{"alg":"HS256"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.AAAA"));
}
