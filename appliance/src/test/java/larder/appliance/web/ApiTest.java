package larder.appliance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import larder.appliance.mesh.Activity;
import larder.appliance.security.Pairing;
import larder.appliance.security.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WebFixture web;

  @BeforeEach
  void open() throws IOException {
    web = new WebFixture();
  }

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  void status_givesTheBoxInFigures() throws IOException {
    assertThat(get("status"))
        .isEqualTo(
            JSON.readTree(
                """
                {"name": "larder", "id": "%s", "version": "0.1.0", "uptimeSeconds": 5,
                 "cache": {"budgetBytes": 20000000000, "usedBytes": 5000, "keptBytes": 1000,
                           "freeDiskBytes": 7000000000},
                 "updates": {"state": "none",
                   "reason": "This build does not update itself; install a newer one by hand."}}
                """
                    .formatted(FakeMesh.SELF)));
  }

  @Test
  void devices_areListedAddedAndForgotten() throws IOException {
    JsonNode first = get("devices").get("items").get(0);
    assertThat(first)
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "%s", "name": "Anna's PC", "kind": "pc", "state": "connected", "via": "lan",
                 "folders": ["series-1"], "lastSeen": "2026-11-23T12:00:00Z"}
                """
                    .formatted(FakeMesh.PC)));

    String body =
        "{\"id\": \"%s\", \"name\": \"Bert\", \"addresses\": [\"tcp://10.0.0.7:22000\"]}"
            .formatted(FakeMesh.KNOCKING);
    assertThat(web.api("POST", "devices", body).status()).isEqualTo(201);
    assertThat(get("devices").get("items").get(1).get("name").asString()).isEqualTo("Bert");
    assertThat(web.api("DELETE", "devices/" + FakeMesh.PC).status()).isEqualTo(204);
    assertThat(web.api("DELETE", "devices/" + FakeMesh.PC).status()).isEqualTo(404);
  }

  @Test
  void device_thatKnocked_isTurnedAway() throws IOException {
    String knocking = "devices/" + FakeMesh.KNOCKING;
    assertThat(detail("PATCH", knocking, "{\"state\": \"away\"}")).contains("refused");
    JsonNode refused = json(web.api("PATCH", knocking, "{\"state\": \"refused\"}"), 200);
    assertThat(refused.get("state").asString()).isEqualTo("refused");
    assertThat(web.api("PATCH", knocking, "{\"state\": \"refused\"}").status()).isEqualTo(200);
    String known = "devices/" + FakeMesh.PC;
    assertThat(web.api("PATCH", known, "{\"state\": \"refused\"}").status()).isEqualTo(409);
    String nobody = "devices/" + FakeMesh.id(9);
    assertThat(web.api("PATCH", nobody, "{\"state\": \"refused\"}").status()).isEqualTo(404);
  }

  @Test
  void activity_isPagedNewestFirst() throws IOException {
    for (int key = 3; key > 0; key--) {
      web.activity.news.add(
          new Activity.News(
              key,
              Activity.What.ADDED,
              FakeMesh.PC,
              "Anna's PC",
              "a/b" + key + ".mkv",
              1,
              Instant.parse("2026-11-28T12:00:00Z")));
    }
    JsonNode first = get("folders/films-1/activity?limit=2");
    assertThat(first.get("items").get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "3", "at": "2026-11-28T12:00:00Z", "what": "added",
                 "device": {"id": "%s", "name": "Anna's PC"}, "name": "a/b3.mkv", "files": 1}
                """
                    .formatted(FakeMesh.PC)));
    JsonNode second =
        get("folders/films-1/activity?limit=2&cursor=" + first.get("next").asString());
    assertThat(second.get("items")).hasSize(1);
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(web.api("GET", "folders/films-1/activity?cursor=x").status()).isEqualTo(400);
  }

  @Test
  void pairing_picture_isThereWhileItIsOpen() throws IOException {
    assertThat(web.api("GET", "pairing/qr").status()).isEqualTo(404);
    JsonNode open = json(web.api("POST", "pairing", "{\"open\": true}"), 200);
    assertThat(open.get("url").asString()).isEqualTo("http://192.0.2.5:" + web.port() + "/pair");
    RawHttp.Reply picture = web.api("GET", "pairing/qr");
    assertThat(picture.header("content-type")).isEqualTo("image/svg+xml");
    assertThat(picture.header("cache-control")).isEqualTo("no-store");
    assertThat(picture.text()).startsWith("<svg").doesNotContain(open.get("code").asString());
  }

  @Test
  void device_withABadFieldIsRefused_namingIt() throws IOException {
    assertThat(detail("POST", "devices", "{\"id\": \"nonsense\"}")).contains("\"id\"", "nonsense");
    assertThat(detail("POST", "devices", "{}")).contains("\"id\" is missing");
    assertThat(detail("POST", "devices", "{\"id\": 5}")).contains("\"id\"", "wrong type");
    assertThat(detail("POST", "devices", "{\"ip\": \"x\"}")).contains("\"ip\"", "addresses");
    String address = "{\"id\": \"%s\", \"addresses\": [\"http://x\"]}".formatted(FakeMesh.id(9));
    assertThat(detail("POST", "devices", address)).contains("addresses", "tcp://host:port");
    String self = "{\"id\": \"%s\"}".formatted(FakeMesh.SELF);
    assertThat(detail("POST", "devices", self)).contains("this box itself");
  }

  @Test
  void folder_isTakenUnderTheConditionOfItsTag_andLeft() throws IOException {
    assertThat(get("folders/series-1").get("state").asString()).isEqualTo("pending");
    String tag = String.valueOf(web.api("GET", "folders/series-1").header("etag"));

    RawHttp.Reply taken = web.api("PUT", "folders/series-1", "{\"mode\": \"stock\"}");

    assertThat(JSON.readTree(taken.body()).get("state").asString()).isEqualTo("active");
    assertThat(taken.header("etag")).isNotEqualTo(tag);
    RawHttp.Reply stale =
        RawHttp.exchange(
            web.port(),
            "PUT /api/v1/folders/series-1 HTTP/1.1\r\nHost: localhost\r\n%s\r\nIf-Match: %s\r\nContent-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{\"mode\": \"sync\"}"
                .formatted(web.administrating(), tag));
    assertThat(stale.status()).isEqualTo(412);
    assertThat(detail("PUT", "folders/series-1", "{\"mode\": \"all\"}")).contains("stock, sync");
    assertThat(web.api("DELETE", "folders/series-1").status()).isEqualTo(204);
    assertThat(web.api("GET", "folders/series-1").status()).isEqualTo(404);
  }

  @Test
  void library_isPagedAndSearched() throws IOException {
    web.awaitLibrary();

    JsonNode page = get("library?limit=3");
    JsonNode rest = get("library?limit=3&cursor=" + page.get("next").asString());

    assertThat(page.get("items")).hasSize(3);
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(get("library?query=tide").get("items")).hasSize(1);
    assertThat(get("library?show=The%20Shore").get("items")).hasSize(3);
    assertThat(web.api("GET", "library?limit=0").status()).isEqualTo(400);
    assertThat(web.api("GET", "library?cursor=%25").status()).isEqualTo(400);
    assertThat(get("folders").get("items").get(0).get("titles").asInt()).isEqualTo(4);
  }

  @Test
  void home_givesTheFirstOfEachRow() throws IOException {
    JsonNode episodes = getAfterLibrary("library?show=The%20Shore").get("items");
    String first = episodes.get(0).get("id").asString();
    String third = episodes.get(2).get("id").asString();
    web.api("PUT", "viewers/default/progress/" + first, "{\"positionSeconds\":9,\"watched\":true}");
    web.api(
        "PUT", "viewers/default/progress/" + third, "{\"positionSeconds\":9,\"watched\":false}");
    json(web.api("POST", "queue", "{\"title\": \"" + third + "\"}"), 201);

    JsonNode home = get("home");

    assertThat(home.at("/begun/0/id").asString()).isEqualTo(third);
    assertThat(home.at("/next/0/id")).isEqualTo(episodes.get(1).get("id"));
    assertThat(home.at("/coming/0/title/id").asString()).isEqualTo(third);
    assertThat(home.at("/coming/0/entry/position").asInt()).isEqualTo(1);
    assertThat(home.get("arrived")).isEmpty();
    assertThat(home.at("/shows/items").toString())
        .isEqualTo("[{\"name\":\"The Shore\",\"seasons\":[1,2],\"titles\":3}]");
    assertThat(home.at("/movies/items/0/name").asString()).isEqualTo("Wind");
    assertThat(home.at("/clips/items")).isEmpty();
  }

  @Test
  void home_ofSomeRows_givesNoOthers() throws IOException {
    web.awaitLibrary();
    JsonNode home = get("home?rows=movies,next");
    assertThat(home.at("/movies/items")).hasSize(1);
    assertThat(home.get("next")).isEmpty();
    assertThat(home.get("shows").isNull()).isTrue();
    assertThat(web.api("GET", "home?rows=attic").status()).isEqualTo(400);
    assertThat(web.api("GET", "home?rows=" + "movies,".repeat(40)).status()).isEqualTo(400);
  }

  @Test
  void shelvesAndShows_arePaged() throws IOException {
    assertThat(getAfterLibrary("library?shelf=movies").get("items")).hasSize(1);
    assertThat(get("library?shelf=clips").get("items")).isEmpty();
    assertThat(web.api("GET", "library?shelf=top").status()).isEqualTo(400);
    JsonNode shows = get("shows?limit=1");
    assertThat(shows.get("items")).hasSize(1);
    assertThat(shows.get("next").isNull()).isTrue();
    assertThat(web.api("GET", "shows?cursor=%25").status()).isEqualTo(400);
  }

  @Test
  void title_thatFollows_isGivenUntilTheLast() throws IOException {
    JsonNode episodes = getAfterLibrary("library?show=The%20Shore").get("items");
    String last = episodes.get(2).get("id").asString();
    assertThat(get("titles/" + episodes.get(1).get("id").asString() + "/next").at("/next/id"))
        .isEqualTo(episodes.get(2).get("id"));
    assertThat(get("titles/" + last + "/next").get("next").isNull()).isTrue();
  }

  @Test
  void queue_askedForATitle_givesItsEntryOnly() throws IOException {
    String id = firstTitle().get("id").asString();
    assertThat(get("queue?title=" + id).get("items")).isEmpty();
    json(web.api("POST", "queue", "{\"show\": \"The Shore\"}"), 201);
    assertThat(get("queue?title=" + id).get("items")).hasSize(1);
    assertThat(web.api("GET", "queue?title=%00").status()).isEqualTo(400);
  }

  @Test
  void title_isShownKeptAndPlayed() throws IOException {
    JsonNode title = firstTitle();
    String id = title.get("id").asString();
    assertThat(title.get("season").asInt()).isEqualTo(1);
    assertThat(title.get("availability").get("state").asString()).isIn("partial", "remote");
    assertThat(title.get("streamUrl").asString()).isEqualTo("/stream/" + id);

    assertThat(web.api("PATCH", "titles/" + id, "{\"keep\": true}").status()).isEqualTo(200);
    assertThat(get("titles/" + id).get("keep").asBoolean()).isTrue();
    assertThat(get("titles/" + id + "/chunks"))
        .isEqualTo(JSON.readTree("{\"chunkBytes\": 131072, \"count\": 10, \"present\": \"AQI=\"}"));
    JsonNode playback =
        json(web.api("POST", "titles/" + id + "/playback", "{\"profile\": {\"x\": [1]}}"), 200);
    assertThat(playback.get("decision").asString()).isEqualTo("direct");
    assertThat(playback.get("url").asString()).startsWith("/stream/" + id + "?");
    assertThat(web.api("GET", "titles/none").status()).isEqualTo(404);
  }

  @Test
  void queue_takesMovesPausesAndDrops() throws IOException {
    String id = firstTitle().get("id").asString();

    JsonNode added = json(web.api("POST", "queue", "{\"title\": \"" + id + "\"}"), 201);
    json(web.api("POST", "queue", "{\"show\": \"The Shore\", \"season\": 2}"), 201);

    JsonNode entry = added.get("items").get(0);
    assertThat(entry.get("title").asString()).isEqualTo(id);
    assertThat(entry.get("addedBy").asString()).isEqualTo("admin");
    String path = "queue/" + entry.get("id").asString();
    JsonNode moved = json(web.api("PATCH", path, "{\"position\": 2, \"state\": \"paused\"}"), 200);
    assertThat(moved.get("position").asInt()).isEqualTo(2);
    assertThat(moved.get("state").asString()).isEqualTo("paused");
    assertThat(detail("PATCH", path, "{\"position\": 99}")).contains("1 to 2");
    assertThat(detail("PATCH", path, "{\"state\": \"gone\"}")).contains("gone");
    assertThat(get("queue?limit=1").get("next").asString()).isEqualTo("1");
    assertThat(web.api("DELETE", path).status()).isEqualTo(204);
    assertThat(web.api("GET", path).status()).isEqualTo(404);
    assertThat(get("queue").get("items")).hasSize(1);
  }

  @Test
  void queue_ofWhatIsNotThere_saysSo() throws IOException {
    assertThat(web.api("POST", "queue", "{\"title\": \"title-none\"}").status()).isEqualTo(404);
    assertThat(web.api("POST", "queue", "{\"show\": \"None\"}").status()).isEqualTo(404);
    assertThat(web.api("POST", "queue", "{\"url\": \"http://x/y.mp4\"}").status()).isEqualTo(422);
    assertThat(web.api("POST", "queue", "{}").status()).isEqualTo(400);
    assertThat(web.api("POST", "queue", "{\"title\": \"a\", \"show\": \"b\"}").status())
        .isEqualTo(400);
  }

  @Test
  void progress_isNotedAndTakenUp() throws IOException {
    String id = firstTitle().get("id").asString();
    String path = "viewers/default/progress/" + id;

    assertThat(web.api("PUT", path, "{\"positionSeconds\": 61.5, \"watched\": false}").status())
        .isEqualTo(204);

    assertThat(get(path))
        .isEqualTo(JSON.readTree("{\"positionSeconds\": 61.5, \"watched\": false}"));
    assertThat(get("viewers/default/progress").get("items").get(0).get("title").asString())
        .isEqualTo(id);
    JsonNode playback = json(web.api("POST", "titles/" + id + "/playback", "{}"), 200);
    assertThat(playback.get("resumeSeconds").asDouble()).isEqualTo(61.5);
    assertThat(get("viewers").get("items").get(0).get("id").asString()).isEqualTo("default");
    for (String seconds : List.of("-1", "1e309", "\"5\"", "1e7", "null")) {
      assertThat(web.api("PUT", path, "{\"positionSeconds\": " + seconds + "}").status())
          .as(seconds)
          .isEqualTo(400);
    }
    assertThat(web.api("PUT", path.replace("default", "x"), "{\"positionSeconds\": 1}").status())
        .isEqualTo(404);
  }

  @Test
  void pairing_opensClaimsAndSetsTheCookie() throws IOException {
    assertThat(claim("{\"code\": \"123456\", \"name\": \"TV\"}").status()).isEqualTo(403);
    JsonNode open = json(web.api("POST", "pairing", "{\"open\": true}"), 200);
    String code = open.get("code").asString();
    assertThat(open.get("expiresInSeconds").asInt()).isBetween(100, 120);
    assertThat(get("pairing").get("code").asString()).isEqualTo(code);
    String wrong = code.equals("000000") ? "000001" : "000000";
    assertThat(claim("{\"code\": \"%s\", \"name\": \"TV\"}".formatted(wrong)).status())
        .isEqualTo(401);

    RawHttp.Reply reply = claim("{\"code\": \"%s\", \"name\": \"TV\"}".formatted(code));

    String token = json(reply, 200).get("token").asString();
    assertThat(reply.header("set-cookie"))
        .startsWith("larder=" + token + ";")
        .contains("HttpOnly", "SameSite=Strict");
    assertThat(RawHttp.call(web.port(), "GET /api/v1/tokens", "Cookie: larder=" + token).status())
        .isEqualTo(200);
    assertThat(claim("{\"code\": \"%s\", \"name\": \"TV\"}".formatted(code)).status())
        .isEqualTo(403);
  }

  @Test
  void pairing_triedTooOften_is429() throws IOException {
    Pairing.Opening opening = web.pairing.open(EnumSet.of(Scope.WATCH));
    assertThat(opening).isInstanceOf(Pairing.Opening.Opened.class);
    claim("{\"code\": \"x\"}");
    claim("{\"code\": \"x\"}");

    RawHttp.Reply third = claim("{\"code\": \"x\"}");

    assertThat(third.status()).isEqualTo(429);
    assertThat(third.header("retry-after")).isNotNull();
  }

  @Test
  void pairing_ofAShare_letsItsDeviceInAndExpectsItsFolders() throws IOException {
    String code = json(web.api("POST", "pairing", "{\"open\": true}"), 200).get("code").asString();

    RawHttp.Reply reply =
        claim(
            """
            {"code": "%s", "name": "PC", "device": {"id": "%s", "name": "PC"},
             "folders": [{"id": "videos", "label": "Videos"}]}
            """
                .formatted(code, FakeMesh.id(7)));

    JsonNode device = json(reply, 200).get("device");
    assertThat(device.get("id").asString()).isEqualTo(FakeMesh.SELF.toString());
    assertThat(device.get("meshPort").asInt()).isEqualTo(22000);
    assertThat(web.mesh.devices()).anyMatch(known -> known.id().equals(FakeMesh.id(7)));
    assertThat(web.mesh.expected).hasToString("[videos]");
  }

  @Test
  void session_isOpenedByATicketOnce() throws IOException {
    String body =
        "{\"ticket\": \"%s\"}".formatted(web.tickets.issue("TV", EnumSet.allOf(Scope.class)));

    RawHttp.Reply first = web.api("POST", "session", body);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("set-cookie")).startsWith("larder=");
    assertThat(web.api("POST", "session", body).status()).isEqualTo(403);
  }

  @Test
  void token_isListedWithoutItsSecret_andRevoked() throws IOException {
    String list = web.api("GET", "tokens").text();
    assertThat(list).contains("\"name\":\"watcher\"").doesNotContain(web.watcher.secret());
    assertThat(web.api("DELETE", "tokens/" + web.watcher.token().id()).status()).isEqualTo(204);
    assertThat(web.api("DELETE", "tokens/none").status()).isEqualTo(404);
    assertThat(web.get().status()).isEqualTo(401);
  }

  @Test
  void openApi_describesEveryRoute() throws IOException {
    JsonNode document = get("openapi.json");

    web.table()
        .forEach(
            route -> {
              String method = route.method().name().toLowerCase(java.util.Locale.ROOT);
              JsonNode operation = document.at("/paths").get(route.path().text()).get(method);
              assertThat(operation.get("summary").asString()).isNotBlank();
            });
    assertThat(document.at("/components/schemas/Status/required").toString()).contains("uptime");
    assertThat(document.at("/components/schemas/NewDevice/required").toString())
        .isEqualTo("[\"id\"]");
  }

  @Test
  void openApi_schemasFitTheAnswers() throws IOException {
    web.awaitLibrary();
    JsonNode document = get("openapi.json");
    List<String> calls =
        List.of(
            "status", "devices", "folders", "library", "queue", "viewers", "tokens", "pairing",
            "home", "shows");
    for (String call : calls) {
      JsonNode schema =
          document
              .at("/paths")
              .get("/api/v1/" + call)
              .at("/get/responses/200/content/application~1json/schema");
      SchemaCheck.check(call, document, schema, get(call));
    }
  }

  @Test
  void metrics_countWhatWasAnswered() throws IOException {
    get("status");

    String text = RawHttp.call(web.port(), "GET /metrics").text();

    assertThat(text)
        .contains("larder_cache_used_bytes 5000\n", "larder_http_answers_total{class=\"2xx\"} 1\n");
  }

  @Test
  void page_isServedWithItsRules() throws IOException {
    RawHttp.Reply page = RawHttp.call(web.port(), "GET /");
    RawHttp.Reply zipped = RawHttp.call(web.port(), "GET /pair", "Accept-Encoding: gzip");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("cache-control")).isEqualTo("no-cache");
    assertThat(page.header("content-security-policy")).contains("default-src 'self'");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(zipped.header("content-encoding")).isEqualTo("gzip");
    assertThat(RawHttp.call(web.port(), "GET /", "If-None-Match: " + page.header("etag")).status())
        .isEqualTo(304);
    String script = page.text().replaceAll("(?s).*src=\"(/assets/[^\"]+\\.js)\".*", "$1");
    assertThat(RawHttp.call(web.port(), "GET " + script).header("cache-control"))
        .contains("immutable");
  }

  private JsonNode firstTitle() throws IOException {
    web.awaitLibrary();
    return get("library?show=The%20Shore").get("items").get(0);
  }

  private JsonNode getAfterLibrary(String path) throws IOException {
    web.awaitLibrary();
    return get(path);
  }

  private JsonNode get(String path) throws IOException {
    return json(web.api("GET", path), 200);
  }

  private static JsonNode json(RawHttp.Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    return JSON.readTree(reply.body());
  }

  private String detail(String method, String path, String body) throws IOException {
    RawHttp.Reply reply = web.api(method, path, body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    return JSON.readTree(reply.body()).get("detail").asString();
  }

  private RawHttp.Reply claim(String body) throws IOException {
    return RawHttp.exchange(
        web.port(),
        "POST /api/v1/pairing/claim HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(body.length(), body));
  }
}
