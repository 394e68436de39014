package dev.caravan.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainAssetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.br/1/a.pdf.jpg", "https://r.br/1/B.DOC.JPG", "https://r.br/1/x.pdf.png",
                "https://r.br/1/x.jpeg.jpg", "r.br/handle/x.pdf.jpg", "r.br/.pdf.jpg"
            })
    void bothRulesDrop(String url) {
        assertThat(PlainAssets.isAssetV1(url)).isTrue();
        assertThat(PlainAssets.isAsset(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.br/1/thumb.jpg", "https://r.br/1/a.pdf", "https://a.b.jpg", "", "r.br/a.pdf.jpg/",
                "r.br/x.pdf.jpg/view", "r.br/a.pdf.gif", "r.br/a.p.jpg", "r.br/a.abcdef.jpg", "r.br/1/a.pdfxjpg"
            })
    void bothRulesKeep(String url) {
        assertThat(PlainAssets.isAssetV1(url)).isFalse();
        assertThat(PlainAssets.isAsset(url)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://r.br/1/c.docx.jpg",
                "https://r.br/1/m.mp4.jpg",
                "https://r.br/1/c.pdf.jpg?sequence=6",
                "https://r.br/1/a.pdf.txt",
                "r.br/1/a.pdf.jpeg",
                "r.br/1/a.PS.TXT",
                "r.br/1/a.12345.png",
                "r.br/1/a.pdf.jpg#page/2?x",
                "r.br/1/a.pdf.jpg?x=1/2"
            })
    void onlyTheDefaultRuleDrops(String url) {
        assertThat(PlainAssets.isAssetV1(url)).isFalse();
        assertThat(PlainAssets.isAsset(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://repo.pdf.jpg",
                "repo.pdf.jpg",
                "r.br/get?file=a.pdf.jpg",
                "r.br?x=/a.pdf.jpg",
                "r.br/a.pdf#a.pdf.jpg"
            })
    void onlyTheOriginalDrops(String url) {
        assertThat(PlainAssets.isAssetV1(url)).isTrue();
        assertThat(PlainAssets.isAsset(url)).isFalse();
    }
}
