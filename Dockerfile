FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /shop
COPY . .
RUN dotnet publish src/WebFrontend --configuration Release --output /published

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /shop
COPY --from=build /published .
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["dotnet", "ECommerce.WebFrontend.dll"]
