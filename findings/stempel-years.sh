#!/usr/bin/env bash
# Lucene's Polish analyzer makes one word of 1901, 1921, 1981, 1991 and five years more, and one of Joyce and Royce.
#
# One would guess: a stemmer leaves numbers alone, and words that it does not know.
# What happens: Stempel applies what it has learned from Polish words to whatever ends like one. A year that ends in 1
#   loses its decade: 1901 to 1991 are "19ć" (1931, like 1831, is a bare "ć"), 2001, 2011 and 2021 are "20ć". Other
#   years stay. Joyce and Royce are both "ąć".
# Why it matters to an archive: who looks for 1981, the year of martial law, gets 1921 and 1991 as well, in a phrase
#   too, and no score tells them apart. A test with another year shows nothing. Marking numbers as keywords, before
#   the stemmer, mends the years.
# Seen with: Lucene 10.5.0 (Maven Central), the stemmer of OpenSearch's plugin analysis-stempel; a JDK of 21 or later
# Source: Elasticsearch's issue 71483 (open); on the words, pystempel's issue 7 (closed)
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do # the first JDK that is new enough
    version=$("$home/bin/javac" -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p') || true
    if [ "${version:-0}" -gt 20 ]; then break; fi
done
[ "${version:-0}" -gt 20 ] || { echo "needs a JDK of version 21 or later; set JAVA_HOME" >&2; exit 1; }
cat >"$folder/pom.xml" <<'POM'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>news-archive</groupId>
  <artifactId>stempel</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.lucene</groupId>
      <artifactId>lucene-analysis-stempel</artifactId>
      <version>10.5.0</version>
    </dependency>
  </dependencies>
</project>
POM
(cd "$folder" && JAVA_HOME=$home mvn -B -q dependency:copy-dependencies -DoutputDirectory="$folder/lib") \
    >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
cat >"$folder/Years.java" <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.pl.PolishAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.stempel.StempelFilter;
import org.apache.lucene.analysis.stempel.StempelStemmer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

public class Years {
    static final Analyzer POLISH = new PolishAnalyzer();
    static final Analyzer NUMBERS_MARKED = new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer words = new StandardTokenizer();
            TokenStream marked = new PatternKeywordMarkerFilter(words, Pattern.compile("\\d+"));
            return new TokenStreamComponents(words,
                new StempelFilter(marked, new StempelStemmer(PolishAnalyzer.getDefaultTable())));
        }
    };

    /** The texts that a phrase finds. */
    static List<String> found(Analyzer analyzer, String phrase, List<String> texts) throws Exception {
        var index = new ByteBuffersDirectory();
        try (var writer = new IndexWriter(index, new IndexWriterConfig(analyzer))) {
            for (String text : texts) {
                var document = new Document();
                document.add(new TextField("text", text, Field.Store.YES));
                writer.addDocument(document);
            }
        }
        var found = new ArrayList<String>();
        try (var reader = DirectoryReader.open(index)) {
            var searcher = new IndexSearcher(reader);
            var query = new QueryBuilder(analyzer).createPhraseQuery("text", phrase);
            for (var hit : searcher.search(query, 100).scoreDocs)
                found.add(searcher.storedFields().document(hit.doc).get("text"));
        }
        return found;
    }

    static void check(Analyzer analyzer, String phrase, List<String> texts, List<String> expected) throws Exception {
        var found = found(analyzer, phrase, texts);
        System.out.println(phrase + " finds " + found);
        if (!found.equals(expected)) throw new AssertionError("expected " + expected);
    }

    public static void main(String[] arguments) throws Exception {
        var years = new ArrayList<String>();
        for (int year = 1900; year < 2000; year++) years.add("grudzień " + year);
        var sameWord = years.stream().filter(text -> text.endsWith("1") && !text.endsWith("1931")).toList();
        check(POLISH, "grudzień 1981", years, sameWord);
        check(POLISH, "grudzień 1931", List.of("grudzień 1831", "grudzień 1931", "grudzień 1932"),
            List.of("grudzień 1831", "grudzień 1931"));
        check(POLISH, "maj 2021", List.of("maj 2001", "maj 2011", "maj 2021", "maj 2022"),
            List.of("maj 2001", "maj 2011", "maj 2021"));
        check(POLISH, "grudzień 1982", years, List.of("grudzień 1982"));
        check(NUMBERS_MARKED, "grudzień 1981", years, List.of("grudzień 1981"));
        check(POLISH, "James Joyce", List.of("James Joyce", "James Royce", "James Roe"),
            List.of("James Joyce", "James Royce"));
    }
}
JAVA
"$home/bin/java" -cp "$folder/lib/*" "$folder/Years.java"
echo "As described."
