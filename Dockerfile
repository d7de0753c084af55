# Both programs of a cluster: docker build --target silo .  ·  docker build --target frontend .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /shop

# Packages are fetched again only when one of these files changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/DataPlatform/DataPlatform.csproj src/DataPlatform/
COPY src/GrainInterfaces/GrainInterfaces.csproj src/GrainInterfaces/
COPY src/Grains/Grains.csproj src/Grains/
COPY src/Ledger/Ledger.csproj src/Ledger/
COPY src/Silo/Silo.csproj src/Silo/
COPY src/WebFrontend/WebFrontend.csproj src/WebFrontend/
RUN dotnet restore src/Silo --use-current-runtime && dotnet restore src/WebFrontend --use-current-runtime

COPY .editorconfig ./
COPY src src
RUN dotnet publish src/Silo --no-restore --use-current-runtime --no-self-contained --configuration Release --output /published/silo \
 && dotnet publish src/WebFrontend --no-restore --use-current-runtime --no-self-contained --configuration Release --output /published/frontend

# Ubuntu 24.04, as all default images of .NET 10. curl asks the health checks.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS runtime
RUN apt-get update && apt-get install --yes --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /shop
ENV ASPNETCORE_HTTP_PORTS= urls=http://+:8080
EXPOSE 8080
USER $APP_UID

FROM runtime AS silo
COPY --from=build /published/silo .
ENTRYPOINT ["dotnet", "ECommerce.Silo.dll"]

FROM runtime AS frontend
COPY --from=build /published/frontend .
ENTRYPOINT ["dotnet", "ECommerce.WebFrontend.dll"]
