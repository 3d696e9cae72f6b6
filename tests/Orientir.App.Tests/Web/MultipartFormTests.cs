using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orientir.Core.Files;
using Orientir.Web.Shared;

namespace Orientir.App.Tests.Web;

public sealed class MultipartFormTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_ManyEmptyFiles_HoldsLittle(bool takesFiles)
    {
        var request = Asked(takesFiles, Enumerable.Repeat("", 2_000));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var form = await MultipartForm.ReadAsync(request, Cancel);

        form.Files.Count.ShouldBe(takesFiles ? 2_000 : 0);
        // Other tests take memory meanwhile, but not as much as buffers for them all would: 128 MB.
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(100 << 20);
    }

    [Fact]
    public async Task Read_MorePartsThanAFormHas_IsRefused() =>
        (
            await Should.ThrowAsync<BadHttpRequestException>(() =>
                MultipartForm.ReadAsync(Asked(true, Enumerable.Repeat("", 10_000)), Cancel)
            )
        ).StatusCode.ShouldBe(StatusCodes.Status413PayloadTooLarge);

    [Fact]
    public async Task Read_MoreFilesThanAFormBrings_IsRefused()
    {
        var most = Enumerable.Range(1, MultipartForm.MostFiles).Select(number => $"файл {number}").ToList();
        var form = await MultipartForm.ReadAsync(Asked(true, [.. most, ""]), Cancel);
        form.Files.Select(Text).ShouldBe([.. most, ""]);
        (
            await Should.ThrowAsync<BadHttpRequestException>(() => MultipartForm.ReadAsync(Asked(true, [.. most, "один лишний"]), Cancel))
        ).StatusCode.ShouldBe(StatusCodes.Status413PayloadTooLarge);
    }

    [Fact]
    public async Task Read_FileAtAnAddressThatTakesNone_IsDropped() =>
        (await MultipartForm.ReadAsync(Asked(false, ["файл"]), Cancel)).Files.ShouldBeEmpty();

    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSingleton(new TemporaryFolder(Path.Combine(Path.GetTempPath(), "orientir-multipart")))
        .BuildServiceProvider();

    private static string Text(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        return reader.ReadToEnd();
    }

    private static HttpRequest Asked(bool takesFiles, IEnumerable<string> files)
    {
        var body = new StringBuilder();
        foreach (var file in files)
            body.Append("--border\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n").Append(file).Append("\r\n");
        var http = new DefaultHttpContext { RequestServices = Services };
        http.SetEndpoint(new Endpoint(null, takesFiles ? new(new TakesFilesAttribute()) : EndpointMetadataCollection.Empty, "page"));
        http.Request.ContentType = "multipart/form-data; boundary=border";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body.Append("--border--\r\n").ToString()));
        return http.Request;
    }
}
